# Completes NAME in bash. To use it: eval "$(NAME completion bash)"
_NAME_complete() {
    local candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
    done < <(COMP_LINE=${COMP_LINE:0:COMP_POINT} "$1" completion candidates bash 2>/dev/null)
    # A word that ends in these can be continued, so no space follows it.
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _NAME_complete NAME

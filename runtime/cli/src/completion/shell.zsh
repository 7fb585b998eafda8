#compdef NAME
# Completes NAME in zsh. To use it: eval "$(NAME completion zsh)"
_NAME() {
    local candidate word about typed
    local -a ended open
    typed="${(j: :)${(@qq)${(@Q)words[1,CURRENT-1]}}} ${(qq)${(Q)PREFIX}}"
    for candidate in "${(@f)$(COMP_LINE=$typed "${(Q)words[1]}" completion candidates zsh 2>/dev/null)}"; do
        [[ -n $candidate ]] || continue
        word=${candidate%%$'\t'*}
        about=${candidate#$word}
        about=${about#$'\t'}
        # A colon separates the word from its description.
        candidate=${word//:/\\:}${about:+:$about}
        # A word that ends in these can be continued, so no space follows it.
        if [[ $word == *[/=] ]]; then open+=("$candidate"); else ended+=("$candidate"); fi
    done
    (( ${#ended} )) && _describe -V 'NAME' ended
    (( ${#open} )) && _describe -V 'NAME' open -S ''
    (( ${#ended} + ${#open} ))
}
if [[ ${funcstack[1]} == _NAME ]]; then _NAME "$@"; else compdef _NAME NAME; fi

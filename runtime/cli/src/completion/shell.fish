# Completes NAME in fish. To use it: NAME completion fish | source
function __NAME_candidates
    set -l words (commandline -opc)
    COMP_LINE=(commandline -cp | string collect) $words[1] completion candidates fish 2>/dev/null
end
complete --command NAME --no-files --arguments '(__NAME_candidates)'

#compdef wasm-classify
# Completion of wasm-classify for zsh.

# The names of the models on this machine.
_wasm_classify_here() {
    local home=${XDG_CACHE_HOME:-$HOME/.cache}/wasm-classify
    [[ $OSTYPE != darwin* ]] || home=$HOME/Library/Caches/wasm-classify
    home=${WASM_CLASSIFY_HOME:-$home}
    {{find-models}}
}

# Completes any of the words from $3 on, with the models on this machine added or removed ($1), and files or directories ($2).
_wasm_classify_values() {
    local -a names=("${@:3}") here
    local -i failed=1
    [[ -z $1 ]] || here=(${(f)"$(_wasm_classify_here)"})
    case $1 in
        add) names+=($here) ;;
        remove) names=(${names:|here}) ;;
    esac
    compadd -a names && failed=0
    case $2 in
        files) _files && failed=0 ;;
        directories) _files -/ && failed=0 ;;
    esac
    return failed
}

{{commands}}
if [[ $funcstack[1] == _wasm-classify ]]; then
    _wasm_classify "$@" # a file of $fpath
else
    (( $+functions[compdef] )) || { autoload -U compinit && compinit }
    compdef _wasm_classify wasm-classify
fi

# Completion of wasm-classify for bash.

# The names of the models on this machine.
_wasm_classify_here() {
    local home=${XDG_CACHE_HOME:-$HOME/.cache}/wasm-classify
    [[ $OSTYPE != darwin* ]] || home=$HOME/Library/Caches/wasm-classify
    home=${WASM_CLASSIFY_HOME:-$home}
    {{find-models}}
}

# Sets what can follow the command $1: commands, options, and as its operand, or as the value of its option $2, words, models and files.
# Fails where the option takes no value.
_wasm_classify_know() {
    commands='' options='' words='' models='' files=''
    case $1:$2 in
{{commands}}
        *) return 1 ;;
    esac
}

# Leaves out of the words $1 those that are in $2.
_wasm_classify_without() {
    local word
    for word in $1; do
        [[ " $2 " == *" $word "* ]] || printf '%s ' "$word"
    done
}

# Finds where the word to complete stands: sets path, a command, option, if the word is its value, and ended after --.
_wasm_classify_locate() {
    local word i
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $option ]]; then
            [[ $word == = ]] || option='' # bash takes --option=value for three words
        elif [[ $ended ]]; then
            continue
        elif [[ $word == -?* ]]; then
            path=${path:-{{default}}}
            if [[ $word == -- ]]; then
                ended=yes
            elif _wasm_classify_know "$path" "$word"; then
                option=$word
            fi
        else
            _wasm_classify_know "$path" ''
            if [[ " $commands " == *" $word "* ]]; then
                path+=${path:+ }$word
            fi
            path=${path:-{{default}}}
        fi
    done
}

_wasm_classify() {
    local word=${COMP_WORDS[COMP_CWORD]} path='' option='' ended='' commands options words models files file
    local IFS=$' \t\n'
    _wasm_classify_locate
    [[ $word != = ]] || word=''
    if [[ ! $option && ! $ended && $word == -?* ]]; then
        _wasm_classify_know "$path" ''
        words=$options commands='' models='' files=''
    else
        _wasm_classify_know "$path" "$option"
    fi
    case $models in
        add) words+=" $(_wasm_classify_here)" ;;
        remove) words=$(_wasm_classify_without "$words" "$(_wasm_classify_here | tr '\n' ' ')") ;;
    esac
    COMPREPLY=($(compgen -W "$commands $words" -- "$word"))
    if [[ $files != files ]]; then
        compopt +o bashdefault +o default
        [[ $files != directories ]] || compopt -o dirnames
    elif [[ ${#COMPREPLY[@]} != 0 && ! $commands ]]; then # with no word found, bash completes files by itself
        while IFS= read -r file; do
            COMPREPLY+=("$file")
        done < <(compgen -f -- "$word")
        compopt -o filenames
    fi
} 2>/dev/null

complete -o bashdefault -o default -F _wasm_classify wasm-classify

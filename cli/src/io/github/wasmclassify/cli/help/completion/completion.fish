# Completion of wasm-classify for fish.

# The names of the models on this machine.
function __wasm_classify_here
    set -l home ~/.cache/wasm-classify
    test -z "$XDG_CACHE_HOME"; or set home $XDG_CACHE_HOME/wasm-classify
    test (uname) != Darwin; or set home ~/Library/Caches/wasm-classify
    test -z "$WASM_CLASSIFY_HOME"; or set home $WASM_CLASSIFY_HOME
    {{find-models}}
end

# Those of the words given that are no models on this machine.
function __wasm_classify_missing
    set -l here (__wasm_classify_here)
    for word in $argv
        contains -- $word $here; or echo $word
    end
end

# Whether the command line has come to this command.
function __wasm_classify_at
    set -l path
    for word in (commandline -opc)[2..-1]
        if __wasm_classify_is_command "$path $word"
            set path "$path $word"
        else if test -z "$path"
            set path ' {{default}}'
        end
    end
    test "$path" = "$argv"
end

complete -c wasm-classify -f
{{commands}}

# To be sourced: starts a server for a script.

# start_server LOG OPTIONS...: runs `wasm-classify serve` at a free port until it is ready. Sets server, its process id, and address.
# Its stderr goes to LOG.
start_server() {
  local log=$1 _
  shift
  : >"$log"
  "$(dirname "${BASH_SOURCE[0]}")/../../wasm-classify" serve --port 0 "$@" 2>>"$log" &
  server=$!
  for _ in $(seq 600); do
    address=$(sed -n 's/^wasm-classify: serving .* at \(http[^ ]*\)$/\1/p' "$log")
    [ -z "$address" ] || return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.2
  done
  cat "$log" >&2
  return 1
}

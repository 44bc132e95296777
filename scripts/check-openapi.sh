#!/usr/bin/env bash
# Sends generated requests to a server, by its OpenAPI document: none may end in a server error, or in a status, a type or a form of answer
# that the document does not name. Made-up bodies are no pictures, so it is not asked that they are accepted.
#
#   scripts/check-openapi.sh [EXAMPLES]
#
# EXAMPLES is how many requests to try for each route and phase (default: 50). Needs a JDK 17 or later, and schemathesis: on the PATH, or in
# the folder that the environment's CLIENTS_BIN names.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/scripts/lib/server.sh"
scratch=$(mktemp -d)
server=
trap 'kill ${server:+"$server"} 2>/dev/null || true; rm -rf "$scratch"' EXIT
export PATH="${CLIENTS_BIN:+$CLIENTS_BIN:}$PATH"
command -v schemathesis >/dev/null || { echo "check-openapi: needs schemathesis, as in 'pip install schemathesis'" >&2; exit 1; }

start_server "$scratch/serve.err"
cd "$scratch"
schemathesis run "$address/openapi.json" --max-examples "${1:-50}" --request-timeout 30 --exclude-checks positive_data_acceptance

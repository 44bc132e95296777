-- wrk sends the file that is its first argument, again and again
function init(args)
  local file = assert(io.open(args[1], "rb"))
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/octet-stream"
  wrk.body = file:read("*a")
  file:close()
end

-- What wrk sends. Arguments: resolve|register|move, number of codes, seed, delay in ms (0: none).
-- A code's number becomes its text as in codes.ts. Prints what was measured as one line of JSON.

function init(args)
  local kind, count = args[1], tonumber(args[2])
  local wait = tonumber(args[4])
  math.randomseed(tonumber(args[3]))
  local tail = " HTTP/1.1\r\nHost: " .. wrk.host .. "\r\n\r\n"
  local posted = " HTTP/1.1\r\nHost: " .. wrk.host .. "\r\nContent-Length: 0\r\n\r\n"
  local random, format = math.random, string.format

  if kind == "resolve" then
    request = function()
      return format("GET /resolve?code=ISR-%08d%s", random(0, count - 1) * 97 + 2, tail)
    end
  elseif kind == "register" then
    local floor = math.floor
    -- From where codes.ts put it: a host that starts again.
    request = function()
      local number = random(0, count - 1)
      return format("POST /register?code=ISR-%08d&host=10.%d.%d.%d&port=5900&name=PC-%d%s",
        number * 97 + 2, floor(number / 65536), floor(number / 256) % 256, number % 256, number,
        posted)
    end
  else
    request = function()
      local number = random(0, count - 1)
      return format("POST /register?code=ISR-%08d&host=10.%d.%d.%d&port=5900&name=PC-%d%s",
        number * 97 + 2, random(0, 255), random(0, 255), random(1, 254), number, posted)
    end
  end
  -- Spread, so that the connections do not fire all at once.
  if wait > 0 then delay = function() return random(0, 2 * wait) end end
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"us":%d,"p50":%d,"p99":%d,"max":%d,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    latency.max, e.status, e.connect + e.read + e.write + e.timeout))
end

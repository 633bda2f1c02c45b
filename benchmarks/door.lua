-- Mixed traffic for the web door: good, bad and hostile. Read by benchmarks/door.py.
local counter, thread_count = 0, 0
local threads = {}

function setup(thread)
  thread_count = thread_count + 1
  thread:set("number", thread_count)
  table.insert(threads, thread)
end

function init()
  asked, refused, failed, answered = 0, 0, 0, 0
  math.randomseed(number * 7919)
end

local function client(n)
  return "203." .. math.floor(n / 65536) % 256 .. "." .. math.floor(n / 256) % 256 .. "." .. n % 256
end

local function post(path, body, from)
  local headers = {["Content-Type"] = "application/x-www-form-urlencoded", ["X-Forwarded-For"] = from}
  return wrk.format("POST", path, headers, body)
end

function request()
  counter = counter + 1
  local kind, from = counter % 20, client(math.random(1, 16000000))
  if kind < 8 then
    local who = "t" .. number .. "n" .. counter .. "%40example.org"
    return post("/s/en/subscribe", "address=" .. who .. "&feed=press&language=en", from)
  elseif kind < 10 then
    return wrk.format("GET", "/s/vi/subscribe")
  elseif kind == 10 then
    return post("/s/en/subscribe", "address=no-address&feed=press&language=en", from)
  elseif kind == 11 then
    return post("/s/en/subscribe", "address=a%40b.org%0d%0aBcc%3a+x%40y.org&feed=press&language=en", from)
  elseif kind == 12 then
    return post("/s/en/subscribe", string.rep("a=1&", 6000), from)
  elseif kind == 13 then
    return post("/s/unsubscribe/" .. string.rep("A", 32), "List-Unsubscribe=One-Click", from)
  elseif kind == 14 then
    return wrk.format("GET", "/s/confirm/../../../etc/passwd")
  elseif kind == 15 then
    -- One client that never stops. Only good requests are made in English, to be counted.
    return post("/s/vi/subscribe", "address=flood" .. counter .. "%40example.org&feed=press&language=en", "198.51.100.7")
  elseif kind == 16 then
    return post("/s/vi/subscribe", "address=victim%40example.org&feed=press&language=en", from)
  elseif kind == 17 then
    return wrk.format("POST", "/s/api/subscriptions", {["Content-Type"] = "application/json"}, "{\"address\": [[[")
  elseif kind == 18 then
    return post("/s/en/confirm/WzEsMiwiYS9lbiIsImVuIiwiIl0.awK6ag.Bv02I7VWIE1xSQABojO8JkXUUez", "", from)
  end
  return post("/s/vi/subscribe", "address=trap%40example.org&feed=press&language=en&website=x", from)
end

function response(status, _, body)
  answered = answered + 1
  if status >= 500 then failed = failed + 1 end
  if status == 429 then refused = refused + 1 end
  if status == 200 and body:find("Please look into your mailbox", 1, true) then asked = asked + 1 end
end

function done(summary, latency)
  local sum = {asked = 0, refused = 0, failed = 0, answered = 0}
  for _, thread in ipairs(threads) do
    for key in pairs(sum) do sum[key] = sum[key] + thread:get(key) end
  end
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"asked": %d, "refused": %d, "failed": %d, "answered": %d, "seconds": %.1f, "broken": %d, "timeouts": %d, "p50_ms": %.1f, "p99_ms": %.1f}\n',
    sum.asked, sum.refused, sum.failed, sum.answered, summary.duration / 1000000,
    errors.connect + errors.read + errors.write, errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end

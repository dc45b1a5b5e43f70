  -- An empty table would become an object.
  local patterns = #handler[3] > 0 and cjson.encode(handler[3]) or '[]'
  texts[i] = '[' .. handler[1] .. ',' .. cjson.encode(handler[2]) .. ',' .. patterns .. ']'

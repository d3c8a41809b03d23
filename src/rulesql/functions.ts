/**
 * The functions of rule SQL by family, with how they are called. One line of help for each is in the locale files,
 * `rules:functions.<name>`. `[x]` may be left out; `…` stands for more of the same.
 */
export const functionFamilies = {
  math: {
    abs: 'abs(integer)',
    acos: 'acos(number)',
    acosh: 'acosh(number)',
    asin: 'asin(number)',
    asinh: 'asinh(number)',
    atan: 'atan(number)',
    atanh: 'atanh(number)',
    ceil: 'ceil(number)',
    cos: 'cos(number)',
    cosh: 'cosh(number)',
    div: 'div(integer, integer)',
    eq: 'eq(value, value)',
    exp: 'exp(number)',
    floor: 'floor(number)',
    fmod: 'fmod(number, number)',
    log: 'log(number)',
    log10: 'log10(number)',
    log2: 'log2(number)',
    mod: 'mod(integer, integer)',
    power: 'power(number, number)',
    random: 'random()',
    round: 'round(number)',
    sin: 'sin(number)',
    sinh: 'sinh(number)',
    sqrt: 'sqrt(number)',
    tan: 'tan(number)',
    tanh: 'tanh(number)'
  },
  types: {
    is_array: 'is_array(value)',
    is_bool: 'is_bool(value)',
    is_empty: 'is_empty(value)',
    is_float: 'is_float(value)',
    is_int: 'is_int(value)',
    is_map: 'is_map(value)',
    is_not_null: 'is_not_null(value)',
    is_not_null_var: 'is_not_null_var(value)',
    is_null: 'is_null(value)',
    is_null_var: 'is_null_var(value)',
    is_num: 'is_num(value)',
    is_str: 'is_str(value)'
  },
  conversion: {
    bin2hexstr: 'bin2hexstr(bytes[, prefix])',
    bool: 'bool(value)',
    float: 'float(value[, decimals])',
    float2str: 'float2str(float, decimals)',
    hexstr2bin: 'hexstr2bin(text[, prefix])',
    int: 'int(value)',
    map: 'map(value)',
    sqlserver_bin2hexstr: 'sqlserver_bin2hexstr(bytes)',
    str: 'str(value)',
    str_utf16_le: 'str_utf16_le(value)',
    str_utf8: 'str_utf8(value)',
    uuid_v4: 'uuid_v4()',
    uuid_v4_no_hyphen: 'uuid_v4_no_hyphen()'
  },
  text: {
    ascii: 'ascii(text)',
    coalesce: 'coalesce(value[, value])',
    coalesce_ne: 'coalesce_ne(value[, value])',
    concat: 'concat(text[, text])',
    find: "find(text, piece[, 'leading'|'trailing'])",
    join_to_sql_values_string: 'join_to_sql_values_string(list)',
    join_to_string: 'join_to_string([separator, ]list)',
    lower: 'lower(text)',
    ltrim: 'ltrim(text)',
    pad: "pad(text, length[, 'trailing'|'both'|'leading'[, filler]])",
    regex_extract: 'regex_extract(text, pattern)',
    regex_match: 'regex_match(text, pattern)',
    regex_replace: 'regex_replace(text, pattern, replacement)',
    replace: "replace(text, piece, replacement[, 'all'|'leading'|'trailing'])",
    reverse: 'reverse(text)',
    rm_prefix: 'rm_prefix(text, prefix)',
    rtrim: 'rtrim(text)',
    split: "split(text, separator[, 'notrim'|'leading'|'leading_notrim'|'trailing'|'trailing_notrim'])",
    sprintf: 'sprintf(format, value, …)',
    sprintf_s: 'sprintf_s(format, list)',
    strlen: 'strlen(text)',
    substr: 'substr(text, start[, length])',
    tokens: "tokens(text, separators[, 'nocrlf'])",
    trim: 'trim(text)',
    unescape: 'unescape(text)',
    upper: 'upper(text)'
  },
  maps: {
    jq: 'jq(program, json[, timeout_ms])',
    map_get: 'map_get(path, map[, default])',
    map_keys: 'map_keys(map)',
    map_new: 'map_new()',
    map_put: 'map_put(path, value, map)',
    map_size: 'map_size(map)',
    map_to_entries: 'map_to_entries(map)',
    map_to_redis_hset_args: 'map_to_redis_hset_args(map)',
    map_values: 'map_values(map)',
    mget: 'mget(key, map[, default])',
    mput: 'mput(key, value, map)'
  },
  lists: {
    contains: 'contains(value, list)',
    first: 'first(list)',
    last: 'last(list)',
    length: 'length(list)',
    nth: 'nth(position, list)',
    sublist: 'sublist([start, ]length, list)'
  },
  encoding: {
    base64_decode: 'base64_decode(text)',
    base64_encode: 'base64_encode(bytes)',
    bytesize: 'bytesize(bytes)',
    gunzip: 'gunzip(bytes)',
    gzip: 'gzip(bytes)',
    hash: 'hash(algorithm, bytes)',
    json_decode: 'json_decode(text)',
    json_encode: 'json_encode(value)',
    md5: 'md5(bytes)',
    sha: 'sha(bytes)',
    sha256: 'sha256(bytes)',
    term_decode: 'term_decode(bytes)',
    term_encode: 'term_encode(value)',
    unzip: 'unzip(bytes)',
    zip: 'zip(bytes)',
    zip_compress: 'zip_compress(bytes)',
    zip_uncompress: 'zip_uncompress(bytes)'
  },
  bits: {
    bitand: 'bitand(integer, integer)',
    bitnot: 'bitnot(integer)',
    bitor: 'bitor(integer, integer)',
    bitsize: 'bitsize(bytes)',
    bitsl: 'bitsl(integer, places)',
    bitsr: 'bitsr(integer, places)',
    bitxor: 'bitxor(integer, integer)',
    subbits: "subbits(bytes[, start], length[, 'integer'|'float'|'bits'[, 'unsigned'|'signed'[, 'big'|'little']]])"
  },
  time: {
    date_to_unix_ts: 'date_to_unix_ts(unit, [offset, ]format, text)',
    format_date: 'format_date(unit, offset, format[, time])',
    mongo_date: 'mongo_date([time[, unit]])',
    now_rfc3339: 'now_rfc3339([unit])',
    now_timestamp: 'now_timestamp([unit])',
    rfc3339_to_unix_ts: 'rfc3339_to_unix_ts(text[, unit])',
    timezone_to_offset_seconds: 'timezone_to_offset_seconds(zone)',
    timezone_to_second: 'timezone_to_second(zone)',
    unix_ts_to_rfc3339: 'unix_ts_to_rfc3339(time[, unit])'
  },
  event: {
    clientid: 'clientid()',
    clientip: 'clientip()',
    contains_topic: 'contains_topic(filters, topic[, qos])',
    contains_topic_match: 'contains_topic_match(filters, topic[, qos])',
    flag: 'flag(name)',
    flags: 'flags()',
    msgid: 'msgid()',
    null: 'null()',
    payload: 'payload([path])',
    peerhost: 'peerhost()',
    qos: 'qos()',
    topic: 'topic([level])',
    username: 'username()'
  },
  state: {
    getenv: 'getenv(name)',
    kv_store_del: 'kv_store_del(key)',
    kv_store_get: 'kv_store_get(key[, default])',
    kv_store_put: 'kv_store_put(key, value)',
    proc_dict_del: 'proc_dict_del(key)',
    proc_dict_get: 'proc_dict_get(key)',
    proc_dict_put: 'proc_dict_put(key, value)'
  }
} as const

type Families = typeof functionFamilies
export type FunctionFamily = keyof Families
export type FunctionName = { [Family in FunctionFamily]: keyof Families[Family] }[FunctionFamily]

/** A function by its name: its family and how it is called. */
export interface FunctionSignature {
  readonly name: FunctionName
  readonly family: FunctionFamily
  readonly signature: string
}

/** All functions, by name. */
export const functionSignatures: ReadonlyMap<string, FunctionSignature> = new Map(
  Object.entries(functionFamilies).flatMap(([family, members]) =>
    Object.entries(members).map(([name, signature]) => [
      name,
      { name: name as FunctionName, family: family as FunctionFamily, signature }
    ])
  )
)

/** How many arguments a signature asks for and allows. */
export function arityOf(signature: string): { readonly least: number; readonly most: number } {
  const inner = signature.slice(signature.indexOf('(') + 1, -1)
  let needed = inner
  while (/\[[^[\]]*\]/.test(needed)) needed = needed.replace(/\[[^[\]]*\]/, '')
  const isOpen = inner.includes('…')
  const least = countOf(needed.replace(/,?\s*value, …/, ''))
  return { least, most: isOpen ? Number.POSITIVE_INFINITY : countOf(inner.replaceAll(/[[\]]/g, '')) }
}

function countOf(parameters: string): number {
  return parameters.split(',').filter((parameter) => parameter.trim() !== '').length
}

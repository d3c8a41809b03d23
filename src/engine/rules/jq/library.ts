import { type Builtin, entered } from './run.js'
import { type Definition, type Filter, parseProgram } from './syntax.js'

/** What jq defines in its own language. */
const source = `
def map(f): [.[] | f];
def select(f): if f then . else empty end;
def recurse(f): def r: ., (f | r); r;
def recurse(f; c): def r: ., (f | select(c) | r); r;
def recurse: recurse(.[]?);
def values: select(. != null);
def nulls: select(. == null);
def booleans: select(type == "boolean");
def numbers: select(type == "number");
def strings: select(type == "string");
def arrays: select(type == "array");
def objects: select(type == "object");
def iterables: select(type | . == "array" or . == "object");
def scalars: select(type | . != "array" and . != "object");
def map_values(f): .[] |= f;
def to_entries: [keys_unsorted[] as $k | {key: $k, value: .[$k]}];
def from_entries: reduce .[] as $x ({};
  . + {($x | if .key == null then .k // .name // .Name // .K // .Key else .key end
    | if type == "string" then . else tojson end): ($x | if has("value") then .value elif has("v") then .v else .Value end)});
def with_entries(f): to_entries | map(f) | from_entries;
def del(f): delpaths([path(f)]);
def paths: path(..) | select(length > 0);
def paths(f): path(.. | select(f)) | select(length > 0);
def leaf_paths: paths(scalars);
def add: reduce .[] as $x (null; . + $x);
def first(f): label $out | (f | ., break $out);
def last(f): reduce f as $x (null; $x);
def first: .[0];
def last: .[-1];
def nth($n): .[$n];
def nth($n; f): if $n < 0 then error("Out of bounds negative array index") else last(limit($n + 1; f)) end;
def limit($n; f): if $n > 0 then label $out | foreach f as $x (0; . + 1; $x, if . >= $n then break $out else empty end) else empty end;
def isempty(g): first((g | false), true);
def until(c; u): def r: if c then . else (u | r) end; r;
def while(c; u): def r: if c then ., (u | r) else empty end; r;
def repeat(f): def r: ., (f | r); r;
def range($n): range(0; $n);
def range($from; $to; $by): if $by > 0 then $from | while(. < $to; . + $by)
  elif $by < 0 then $from | while(. > $to; . + $by) else empty end;
def any(f; c): isempty(first(f | c or empty)) | not;
def all(f; c): isempty(first(f | c and empty));
def any: reduce .[] as $x (false; . or $x);
def all: reduce .[] as $x (true; . and $x);
def any(f): reduce (.[] | f) as $x (false; . or $x);
def all(f): reduce (.[] | f) as $x (true; . and $x);
def in($o): . as $k | $o | has($k);
def inside($o): . as $x | $o | contains($x);
def IN(s): any(s == .; .);
def IN(src; s): any(src == s; .);
def flatten($n): if $n < 0 then error("flatten depth must not be negative")
  else reduce .[] as $x ([]; if ($x | type) == "array" and $n != 0 then . + ($x | flatten($n - 1)) else . + [$x] end) end;
def flatten: flatten(1000);
def transpose: if . == [] then [] else . as $in | (map(length) | max) as $n
  | [range(0; $n) as $j | [range(0; $in | length) as $i | $in[$i][$j]]] end;
def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $w | [$x] + $w end;
def combinations(n): . as $dot | [range(n)] | map($dot) | combinations;
def walk(f): . as $in | if type == "object" then reduce keys_unsorted[] as $k ({}; . + {($k): ($in[$k] | walk(f))}) | f
  elif type == "array" then map(walk(f)) | f else f end;
def env: {};
def todate: strftime("%Y-%m-%dT%H:%M:%SZ");
def fromdateiso8601: strptime("%Y-%m-%dT%H:%M:%SZ") | mktime;
def todateiso8601: todate;
def fromdate: fromdateiso8601;
def date: todate;
def ascii: [.] | implode;
def tostream: path(def r: (.[]? | r), .; r) as $p | getpath($p)
  | reduce path(.[]?) as $q ([$p, .]; [$p + $q]);
def splits($re): splits($re; null);
def splits($re; flags): split($re; flags) | .[];
def split($re; flags): . as $s | [foreach ((match($re; flags + "g") | [.offset, .length]), null) as $m
  ([0, null]; if $m == null then [.[0], $s[.[0]:]] else [$m[0] + $m[1], $s[.[0]:$m[0]]] end; .[1])];
def match($v): if type == "array" then error("array") else ($v | if type == "array" then [.[0], .[1]] else [., null] end) as [$re, $f] | match($re; $f) end;
def test($v): ($v | if type == "array" then [.[0], .[1]] else [., null] end) as [$re, $f] | test($re; $f);
def test($re; $flags): isempty(match($re; $flags)) | not;
def capture($re): capture($re; null);
def capture($re; $flags): match($re; $flags) | [.captures | .[] | select(.name != null) | {key: .name, value: .string}] | from_entries;
def scan($re): match($re; "g") | if (.captures | length) > 0 then [.captures | .[] | .string] else .string end;
def sub($re; s): sub($re; s; "");
def sub($re; s; $flags): . as $in | [foreach ([match($re; $flags)] | .[], null) as $m ({at: 0, out: ""};
  if $m == null then .out += $in[.at:] | .end = true
  else .out += $in[.at:$m.offset] + ($m | [.captures | .[] | select(.name != null) | {key: .name, value: .string}] | from_entries | s)
    | .at = $m.offset + $m.length end; select(.end) | .out)] | .[0];
def gsub($re; s): sub($re; s; "g");
def gsub($re; s; $flags): sub($re; s; $flags + "g");
.`

let known: ReadonlyMap<string, Definition> | undefined

function definitions(): ReadonlyMap<string, Definition> {
  if (known !== undefined) return known
  const found = new Map<string, Definition>()
  for (let filter: Filter = parseProgram(source); filter.kind === 'define'; filter = filter.body) {
    found.set(`${filter.definition.name}/${filter.definition.parameters.length}`, filter.definition)
  }
  known = found
  return found
}

export function libraryBuiltin(key: string): Builtin | undefined {
  const definition = definitions().get(key)
  if (definition === undefined) return undefined
  return (input, parameters, scope) => {
    // What a program defines has no say in the library.
    const own = { ...scope, variables: new Map(), functions: new Map(), labels: new Map() }
    return entered({ definition, scope: () => own }, parameters, input, scope)
  }
}

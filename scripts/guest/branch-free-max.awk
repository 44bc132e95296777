# In a module as text, computes the greater of a local and a constant with arithmetic, where it is a comparison and a `select`.
#
# A clamp is two such selects, with an upper and a lower bound. HotSpot's C2 compiler folds the two comparisons into one and, until the fix
# of JDK-8376400 (2026), goes on with the wrong one of them when a value is first clipped after it compiled the function: once, 255 comes
# out as 0. Arithmetic in place of one of the two leaves nothing to fold, and is no slower than the branch that it replaces.
#
# max(x, c) is c + ((x - c) & ~((x - c) >> 63)) in 64 bits, and x & ~(x >> 31) where c is 0.

{ lines[NR % 6] = $0 }

NR >= 6 && is_max() { print_max(); held = 0; next }

{ if (++held == 6) { print lines[(NR + 1) % 6]; held = 5 } }

END { for (i = held - 1; i >= 0; i--) print lines[(NR - i) % 6] }

# The line `ago` lines before this one, without its indentation.
function line(ago,  text) {
  text = lines[(NR - ago) % 6]
  sub(/^ +/, "", text)
  return text
}

function is_max() {
  return held == 5 && line(0) == "select" && line(1) == "i32.gt_s" && line(2) ~ /^i32\.const / && line(3) ~ /^local\.get / &&
    line(4) == line(2) && line(5) == line(3)
}

function print_max(  x, c) {
  x = line(3)
  c = substr(line(2), length("i32.const ") + 1)
  if (c == 0) {
    print x "\n" x "\ni32.const 31\ni32.shr_s\ni32.const -1\ni32.xor\ni32.and"
  } else {
    x = x "\ni64.extend_i32_s\ni64.const " c "\ni64.sub"
    print x "\n" x "\ni64.const 63\ni64.shr_s\ni64.const -1\ni64.xor\ni64.and\ni64.const " c "\ni64.add\ni32.wrap_i64"
  }
}

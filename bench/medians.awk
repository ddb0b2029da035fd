# Medians of the columns of each name, in the order in which the names come first. Tabs between.
BEGIN { FS = OFS = "\t" }
function median(name, column,   n, i, j, list, swap) {
  n = count[name]
  for (i = 1; i <= n; i++) list[i] = value[name, column, i]
  for (i = 1; i < n; i++)
    for (j = i + 1; j <= n; j++)
      if (list[j] < list[i]) { swap = list[i]; list[i] = list[j]; list[j] = swap }
  return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}
{
  if (!($1 in count)) order[++names] = $1
  n = ++count[$1]
  for (i = 2; i <= NF; i++) value[$1, i, n] = $i + 0
  columns = NF
}
END {
  for (k = 1; k <= names; k++) {
    line = order[k]
    for (i = 2; i <= columns; i++) line = line OFS sprintf("%.6f", median(order[k], i))
    print line
  }
}

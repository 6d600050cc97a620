// Encodings as learners see them written elsewhere; Rust names them in lower case.

/** The usual spelling of an encoding's name: "UTF-8", "CP949", "UTF-16 LE". */
export function encodingName(name: string): string {
  return name.toUpperCase().replace(/^(UTF-\d+)[ -]?([LB]E)$/, '$1 $2');
}

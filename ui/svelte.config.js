// The window is written in runes throughout.
export default { compilerOptions: { runes: true } };

/** The tree of a TypeScript file without its words. */
import ts from "typescript5";

/** Two spellings of one thing, of which the text decides. */
const ALIKE: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  // `order.id`, `order["id"]`
  [ts.SyntaxKind.PropertyAccessExpression, "access"],
  [ts.SyntaxKind.ElementAccessExpression, "access"],
  // `id:`, `"order-id":`, `["__proto__"]:`
  [ts.SyntaxKind.Identifier, "word"],
  [ts.SyntaxKind.StringLiteral, "word"],
  [ts.SyntaxKind.NumericLiteral, "word"],
  [ts.SyntaxKind.NoSubstitutionTemplateLiteral, "word"],
]);

export interface Parsed {
  /** Kinds of nodes, outermost first; of each import in one text. */
  readonly shape: readonly string[];
  /** What is no TypeScript. */
  readonly problems: readonly string[];
}

export function parsed(path: string, text: string): Parsed {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const { parseDiagnostics } = file as unknown as {
    parseDiagnostics: readonly ts.Diagnostic[];
  };
  const shape: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isComputedPropertyName(node)) return visit(node.expression);
    if (ts.isImportSpecifier(node) && node.name.text === "own") return;
    // A pattern is written as what it is where it can be.
    if (isPattern(node)) {
      shape.push("pattern");
      return;
    }
    const kind = isOwn(node)
      ? "access"
      : (ALIKE.get(node.kind) ?? ts.SyntaxKind[node.kind]);
    const children: ts.Node[] = [];
    node.forEachChild((child) => void children.push(child));
    // `own(v, "id")`: the callee is no part of what is accessed.
    if (isOwn(node)) children.shift();
    shape.push(kind, "(");
    children.forEach(visit);
    shape.push(")");
  };
  // Imports are sorted by the names of modules, which the text decides.
  const imports: string[] = [];
  for (const statement of file.statements) {
    const start = shape.length;
    visit(statement);
    if (ts.isImportDeclaration(statement)) {
      imports.push(shape.splice(start).join(" "));
    }
  }
  shape.unshift(...imports.sort());
  return {
    shape,
    problems: parseDiagnostics.map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, "\n"),
    ),
  };
}

/** How names that every object has are read. */
function isOwn(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "own"
  );
}

function isPattern(node: ts.Node): boolean {
  return (
    ts.isRegularExpressionLiteral(node) ||
    (ts.isNewExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === "RegExp")
  );
}

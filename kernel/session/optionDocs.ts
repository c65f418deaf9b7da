import type ts from '@tslab/typescript-for-tslab';

/** A function of TypeScript's language service that its types leave out: the name at a position. */
interface LanguageService {
  getTouchingPropertyName(source: ts.SourceFile, position: number): ts.Node;
}

/** More members than this are no options but a whole interface of the platform's. */
const MOST_OPTIONS = 40;

/**
 * The options of the function at a position, one a line with type and doc comment: TypeScript's own hover names the type
 * of an options object only. Undefined if there is no such function, or its last parameter is no plain object.
 */
export function optionDocs(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  source: ts.SourceFile,
  position: number,
): string | undefined {
  const node = (typescript as unknown as LanguageService).getTouchingPropertyName(source, position);
  if (!typescript.isIdentifier(node)) return undefined;
  const [signature] = checker.getTypeAtLocation(node).getCallSignatures();
  const parameter = signature?.parameters.at(-1);
  if (!parameter) return undefined;
  const type = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(parameter, node));
  const members = type.getProperties();
  const isPlain = members.every((member) => member.declarations?.every(typescript.isPropertySignature));
  if (members.length === 0 || members.length > MOST_OPTIONS || !isPlain) return undefined;
  const lines = members.map((member) => {
    const optional = member.flags & typescript.SymbolFlags.Optional ? '?' : '';
    const memberType = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(member, node));
    const docs = typescript.displayPartsToString(member.getDocumentationComment(checker));
    return `  ${member.name}${optional}: ${checker.typeToString(memberType)}${docs && `\n      ${docs.replaceAll('\n', '\n      ')}`}`;
  });
  return `\n${checker.typeToString(type)}:\n${lines.join('\n')}`;
}

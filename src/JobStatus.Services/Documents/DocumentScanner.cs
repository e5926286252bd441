namespace JobStatus.Services.Documents;

/// <summary>
/// Finds the end of a JSON or XML document in text that arrives line by line. It reads each character once, and detects
/// text that cannot belong to a document. It does not replace a parser: the complete document can still be invalid.
/// </summary>
internal abstract class DocumentScanner
{
    /// <summary>The name of the root element of an XML document; otherwise null.</summary>
    public virtual string? RootName => null;

    /// <summary>True if the root element of this XML document comes next.</summary>
    public virtual bool IsBeforeRoot => false;

    /// <summary>True if a run can start here as part of this JSON document.</summary>
    public virtual bool IsInRuns => false;

    /// <summary>Returns the first position, at or after this one, at which a document can start, or -1.</summary>
    public static int FindStart(string line, int from, bool includeXml = true)
    {
        for (int at = from; at < line.Length; at++)
        {
            if (line[at] == '{' || (includeXml && line[at] == '<' && at + 1 < line.Length && CanFollowBracket(line[at + 1])))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Creates the scanner of a document that starts with this character.</summary>
    /// <param name="first">The first character of the document.</param>
    /// <param name="runMember">The name of the member of a document that contains its runs.</param>
    public static DocumentScanner Create(char first, string runMember) =>
        first == '{' ? new JsonDocumentScanner(runMember) : new XmlDocumentScanner();

    /// <summary>Scans a line, or the rest of one. The line has no line break at its end.</summary>
    /// <param name="line">The line.</param>
    /// <param name="from">The position of the first character to scan.</param>
    /// <param name="end">
    /// The position after a complete document, or the position in a broken one after which another document can start.
    /// </param>
    public abstract DocumentScan Scan(string line, int from, out int end);

    protected static bool CanFollowBracket(char c) => c is '?' or '!' or '_' or ':' || char.IsLetter(c);
}

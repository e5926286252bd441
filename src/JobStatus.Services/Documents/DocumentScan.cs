namespace JobStatus.Services.Documents;

/// <summary>What a <see cref="DocumentScanner"/> found in a line.</summary>
internal enum DocumentScan
{
    /// <summary>The document continues on the next line.</summary>
    Incomplete,

    /// <summary>The document ends in this line.</summary>
    Complete,

    /// <summary>The text is not a document.</summary>
    Broken,
}

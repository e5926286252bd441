using System;
using System.Collections.Generic;
using System.Text;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Documents;

/// <summary>
/// Reads runs from text that can contain several documents, such as a log of webhooks. Each document is read as
/// soon as it is complete. Text that is not a document never hides a complete document after it.
/// </summary>
/// <remarks>
/// A document that was cut can look as if it contained the documents after it. A document that starts on a new line and is
/// not indented more than the unfinished one is therefore also read on its own.
/// </remarks>
public sealed class DocumentReader
{
    // Each unfinished document reads each line, so their number must be limited.
    private const int MaxUnfinished = 4;

    private const string TooLong = "The text is too long for a document.";

    private readonly DocumentFormat _format;
    private readonly Action<IReadOnlyList<RemoteJob>> _onRuns;
    private readonly Action<string, JobServiceException> _onError;
    private readonly Action<string>? _onWarning;
    private readonly int _maxLength;

    // The text from the start of the line in which the first unfinished document starts.
    private readonly StringBuilder _text = new();

    // Each of these documents starts within the one before it.
    private readonly List<Unfinished> _unfinished = [];

    // Complete documents within the first unfinished one, which can be parts of it.
    private readonly List<(int Start, int End)> _inner = [];

    private readonly DocumentArray _array;

    // The indentation of a document that was reported as broken. Lines with more indentation belong to it.
    private int? _brokenIndent;

    /// <summary>Creates a reader. It calls the delegates before the method that received the text returns.</summary>
    /// <param name="format">The format of the documents.</param>
    /// <param name="onRuns">Receives the runs of a document.</param>
    /// <param name="onError">Receives text that contains no run, and the error for it.</param>
    /// <param name="onWarning">Receives a warning about the runs of a list that were left out. Null to ignore it.</param>
    public DocumentReader(
        DocumentFormat format,
        Action<IReadOnlyList<RemoteJob>> onRuns,
        Action<string, JobServiceException> onError,
        Action<string>? onWarning = null)
        : this(format, onRuns, onError, (int)SizeLimitedStream.MaxBodyBytes, onWarning)
    {
    }

    internal DocumentReader(
        DocumentFormat format,
        Action<IReadOnlyList<RemoteJob>> onRuns,
        Action<string, JobServiceException> onError,
        int maxLength,
        Action<string>? onWarning = null)
    {
        _format = format;
        _onRuns = onRuns;
        _onError = onError;
        _onWarning = onWarning;
        _maxLength = maxLength;
        _array = new DocumentArray(format, onError, onWarning);
    }

    /// <summary>Reads a line or several lines. If a text of several lines starts a document, the document also ends in it.</summary>
    /// <param name="text">The text.</param>
    public void Read(string text)
    {
        int start = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        int end = text.EndsWith("\n", StringComparison.Ordinal) ? text.Length - 1 : text.Length;
        bool isWhole = _unfinished.Count == 0;
        int lineCount = 0;
        while (start <= end)
        {
            int lineEnd = start < end ? text.IndexOf('\n', start, end - start) : end;
            lineEnd = lineEnd < 0 ? end : lineEnd;
            ReadLine(start == 0 && lineEnd == text.Length ? text : text.Substring(start, lineEnd - start));
            start = lineEnd + 1;
            lineCount++;
        }

        if (isWhole && lineCount > 1)
        {
            Complete();
        }
    }

    /// <summary>Ends the text. A document that is not complete is reported as an error.</summary>
    public void Complete()
    {
        if (_unfinished.Count > 0)
        {
            ReportBroken(_text.Length);
        }

        _brokenIndent = null;
        _array.Complete();
    }

    private void ReadLine(string line)
    {
        int from = 0;
        if (_unfinished.Count > 0)
        {
            from = ContinueDocument(line);
            if (from == line.Length)
            {
                return;
            }
        }

        int indent = GetIndent(line);
        bool isReported = _brokenIndent is { } broken && (from > 0 || indent > broken || IsEndOfDocument(line, indent));
        _brokenIndent = isReported ? _brokenIndent : null;
        ReadText(line, from, indent, isReported);
    }

    // Reads a line, or the rest of one, in which no document is unfinished. After broken text, a document must contain a
    // run, because parts of a broken document also look like documents.
    private void ReadText(string line, int from, int indent, bool isReported)
    {
        bool isBroken = isReported;
        bool isXmlExpected = _format.AcceptsXml;
        int textStart = from;
        int at = from;
        while ((at = DocumentScanner.FindStart(line, at, isXmlExpected)) >= 0)
        {
            DocumentScanner scanner = DocumentScanner.Create(line[at], _format.RunMember);
            switch (scanner.Scan(line, at, out int end))
            {
                case DocumentScan.Complete when !isBroken || ContainsRun(line.Substring(at, end - at)):
                    ReportText(line.Substring(textStart, at - textStart), isReported);
                    ReportDocument(line.Substring(at, end - at));
                    textStart = end;
                    break;
                case DocumentScan.Broken:
                    isBroken = true;
                    break;
                case DocumentScan.Incomplete when CanContinue(line, at, scanner) && !isReported:
                    StartDocument(line, textStart, at, indent, scanner);
                    return;
                case DocumentScan.Incomplete when scanner is XmlDocumentScanner:
                    isXmlExpected = false;
                    end = at;
                    break;
            }

            at = end;
        }

        ReportText(line.Substring(textStart), isReported);
    }

    private void StartDocument(string line, int textStart, int at, int indent, DocumentScanner scanner)
    {
        _brokenIndent = null;
        if (line.Length - textStart > _maxLength)
        {
            _brokenIndent = indent;
            ReportText(line.Substring(textStart), isReported: false, TooLong);
            return;
        }

        _text.Append(line, textStart, line.Length - textStart).Append('\n');
        _unfinished.Add(new(scanner, at - textStart, indent, canBePart: false));
    }

    // Returns the position after which the line does not belong to an unfinished document.
    private int ContinueDocument(string line)
    {
        int indent = GetIndent(line);
        int lineStart = _text.Length;
        if (lineStart + line.Length > _maxLength)
        {
            _brokenIndent = _unfinished[0].Indent;
            ReportBroken(lineStart, TooLong);
            return 0;
        }

        AddInnerDocument(line, indent);
        lineStart = _text.Length;
        _text.Append(line).Append('\n');
        int broken = -1;
        for (int i = 0; i < _unfinished.Count; i++)
        {
            Unfinished document = _unfinished[i];
            DocumentScan scan = document.Scanner.Scan(line, Math.Max(0, document.Start - lineStart), out int end);
            if (scan == DocumentScan.Broken)
            {
                broken = i == 0 ? end : broken;
                document.IsBroken = true;
            }
            else if (scan == DocumentScan.Complete)
            {
                if (_unfinished[0].IsBroken || IsWholeDocument(i, lineStart + end))
                {
                    ReportDocument(i, lineStart + end);
                    return end;
                }

                RemoveInnerDocuments(i, lineStart + end, document.Start >= lineStart);
                break;
            }
        }

        if (broken >= 0)
        {
            return EndBrokenDocument(line, lineStart, indent, broken);
        }

        _unfinished.RemoveAll(document => document.IsBroken);
        return line.Length;
    }

    private void AddInnerDocument(string line, int indent)
    {
        Unfinished outer = _unfinished[_unfinished.Count - 1];
        if (indent > _unfinished[0].Indent
            || outer.Scanner.IsBeforeRoot
            || DocumentScanner.FindStart(line, indent, _format.AcceptsXml) != indent)
        {
            return;
        }

        if (_unfinished.Count == MaxUnfinished)
        {
            ContinueWith(1);
        }

        DocumentScanner scanner = DocumentScanner.Create(line[indent], _format.RunMember);
        bool canBePart = outer.Scanner.IsInRuns && scanner is JsonDocumentScanner;
        _unfinished.Add(new(scanner, _text.Length + indent, indent, canBePart));
    }

    // A run can be a part of a list or a webhook. Any other document that contains one is a document of its own.
    private bool IsWholeDocument(int index, int end)
    {
        if (index == 0)
        {
            return true;
        }

        Unfinished document = _unfinished[index];
        string? root = document.Scanner.RootName;
        bool canBePart = document.CanBePart
            || (root is not null
                && (LocalName(root) == _format.RunMember || LocalName(root) == _format.RunMember + "s")
                && root != _unfinished[index - 1].Scanner.RootName);
        return !canBePart && ContainsRun(_text.ToString(document.Start, end - document.Start));
    }

    // A complete document within an unfinished one is kept until it is known whether it is a part of it. A document that
    // contains no run is kept only if it takes one line, as in a log.
    private void RemoveInnerDocuments(int index, int end, bool isOneLine)
    {
        Unfinished document = _unfinished[index];
        _unfinished.RemoveRange(index, _unfinished.Count - index);
        if (document.CanBePart || document.Scanner.RootName is not null || isOneLine)
        {
            RemoveInner(document.Start);
            _inner.Add((document.Start, end));
        }
    }

    // The first unfinished document is broken. A document within it continues if it is not broken as well.
    private int EndBrokenDocument(string line, int lineStart, int indent, int broken)
    {
        int next = _unfinished.FindIndex(document => !document.IsBroken);
        if (next >= 0)
        {
            ContinueWith(next);
            return line.Length;
        }

        bool isFirst = broken <= indent;
        _brokenIndent = _unfinished[0].Indent;
        ReportBroken(isFirst ? lineStart : lineStart + broken);
        return isFirst ? 0 : broken;
    }

    private void ContinueWith(int index)
    {
        Unfinished[] rest = [.. _unfinished.GetRange(index, _unfinished.Count - index)];
        int start = rest[0].Start;
        string text = _text.ToString(start, _text.Length - start);
        (int Start, int End)[] inner = [.. _inner.FindAll(document => document.Start > start)];
        RemoveInner(start);
        ReportBroken(start);
        _text.Append(text);
        foreach (Unfinished document in rest)
        {
            if (!document.IsBroken)
            {
                document.Start -= start;
                _unfinished.Add(document);
            }
        }

        _inner.AddRange(Array.ConvertAll(inner, document => (document.Start - start, document.End - start)));
    }

    private void ReportDocument(int index, int end)
    {
        int start = _unfinished[index].Start;
        string document = _text.ToString(start, end - start);
        if (index > 0)
        {
            RemoveInner(start);
            ReportBroken(start);
        }
        else
        {
            string before = _text.ToString(0, start);
            Clear();
            ReportText(before, isReported: false);
        }

        ReportDocument(document);
    }

    // The documents are in the order of their positions.
    private void RemoveInner(int from)
    {
        while (_inner.Count > 0 && _inner[_inner.Count - 1].Start >= from)
        {
            _inner.RemoveAt(_inner.Count - 1);
        }
    }

    // Reports the text before a position, and the complete documents within it.
    private void ReportBroken(int end, string? problem = null)
    {
        string text = _text.ToString(0, end);
        (int Start, int End)[] documents = [.. _inner];
        Clear();
        int start = 0;
        foreach ((int documentStart, int documentEnd) in documents)
        {
            ReportText(text.Substring(start, documentStart - start), isReported: false, problem);
            ReportDocument(text.Substring(documentStart, documentEnd - documentStart));
            start = documentEnd;
        }

        ReportText(text.Substring(start), isReported: false, problem);
    }

    private void ReportDocument(string document)
    {
        if (_format.FindDocuments(document) is { } documents)
        {
            var items = new DocumentReader(_format, _onRuns, (_, error) => _onError(document, error), _maxLength, _onWarning);
            items.Read(documents);
            items.Complete();
            return;
        }

        ListPage<RemoteJob> page;
        try
        {
            page = _format.ReadPage(document, DateTimeOffset.UtcNow, isItem: _array.IsOpen);
        }
        catch (JobServiceException exception)
        {
            _onError(document, exception);
            return;
        }

        _array.Add(document, page);
        if (page.Items.Count > 0)
        {
            _onRuns(page.Items);
        }
    }

    // The brackets and commas of an array, and its items that are single values, are not reported as errors.
    private void ReportText(string text, bool isReported, string? problem = null)
    {
        if (!isReported && !_array.TryRead(text))
        {
            text = text.Trim();
            _onError(text, _format.CreateError(problem ?? _format.Incomplete, text));
        }
    }

    private void Clear()
    {
        _text.Clear();
        _unfinished.Clear();
        _inner.Clear();
    }

    private bool ContainsRun(string document)
    {
        try
        {
            return _format.FindDocuments(document) is not null || _format.Read(document, default).Count > 0;
        }
        catch (JobServiceException)
        {
            return false;
        }
    }

    // After other text, an XML tag can be a placeholder.
    private static bool CanContinue(string line, int at, DocumentScanner scanner) =>
        scanner is JsonDocumentScanner || at == GetIndent(line) || string.CompareOrdinal(line, at, "<?xml", 0, 5) == 0;

    private static bool IsEndOfDocument(string line, int indent) =>
        indent < line.Length && (line[indent] is '}' or ']' || string.CompareOrdinal(line, indent, "</", 0, 2) == 0);

    private static string LocalName(string name) => name.Substring(name.IndexOf(':') + 1);

    private static int GetIndent(string line)
    {
        int indent = 0;
        while (indent < line.Length && char.IsWhiteSpace(line[indent]))
        {
            indent++;
        }

        return indent;
    }

    private sealed class Unfinished(DocumentScanner scanner, int start, int indent, bool canBePart)
    {
        public DocumentScanner Scanner { get; } = scanner;

        /// <summary>The position in the text.</summary>
        public int Start { get; set; } = start;

        public int Indent { get; } = indent;

        /// <summary>True if the document starts where a run can be a part of the document around it.</summary>
        public bool CanBePart { get; } = canBePart;

        public bool IsBroken { get; set; }
    }
}

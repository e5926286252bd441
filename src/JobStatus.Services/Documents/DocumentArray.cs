using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Documents;

/// <summary>
/// The JSON array around documents that are read one by one. Its items that have no id are left out and reported at its end.
/// </summary>
internal sealed class DocumentArray
{
    // A message quotes only the beginning of a text.
    private const int MaxTextLength = 200;

    // The brackets are kept when text is split.
    private static readonly Regex Brackets = new(@"([\[\]])", RegexOptions.CultureInvariant);

    private readonly DocumentFormat _format;
    private readonly Action<string, JobServiceException> _onError;
    private readonly Action<string>? _onWarning;
    private readonly StringBuilder _text = new();
    private int _depth;
    private int _runCount;
    private int _leftOutCount;

    public DocumentArray(DocumentFormat format, Action<string, JobServiceException> onError, Action<string>? onWarning)
    {
        _format = format;
        _onError = onError;
        _onWarning = onWarning;
    }

    /// <summary>True if the next document is an item of an array.</summary>
    public bool IsOpen => _depth > 0;

    /// <summary>Reads the text between two documents: brackets, commas, and items that are single values.</summary>
    /// <returns>False if the text is something else, which is not read.</returns>
    public bool TryRead(string text)
    {
        string[] parts = Brackets.Split(text);
        if (!ArePartsOfArray(parts))
        {
            return false;
        }

        foreach (string part in parts)
        {
            bool wasOpen = IsOpen;
            _depth = GetDepth(_depth, part);
            if (wasOpen || IsOpen)
            {
                Add(part, runCount: 0, CountValues(part));
            }

            if (wasOpen && !IsOpen)
            {
                End();
            }
        }

        return true;
    }

    /// <summary>Adds the result of a document. Outside of an array, items that were left out are reported at once.</summary>
    public void Add(string document, ListPage<RemoteJob> page)
    {
        if (IsOpen)
        {
            Add(document, page.Items.Count, page.LeftOutCount);
        }
        else
        {
            Report(document, page.Items.Count, page.LeftOutCount);
        }
    }

    /// <summary>Ends the text. An array that is still open is not complete, which is an error if it contains documents.</summary>
    public void Complete()
    {
        string text = _text.ToString();
        bool isCut = IsOpen && _runCount > 0;
        End();
        if (isCut)
        {
            _onError(text, _format.CreateError("The array in the text is not complete, so documents can be missing.", text));
        }
    }

    private void End()
    {
        string text = _text.ToString();
        (int runCount, int leftOutCount) = (_runCount, _leftOutCount);
        _text.Clear();
        _depth = _runCount = _leftOutCount = 0;
        Report(text, runCount, leftOutCount);
    }

    private void Add(string text, int runCount, int leftOutCount)
    {
        _text.Append(text, 0, Math.Min(text.Length, MaxTextLength - _text.Length));
        _runCount += runCount;
        _leftOutCount += leftOutCount;
    }

    private void Report(string text, int runCount, int leftOutCount)
    {
        try
        {
            _format.ReportLeftOut(runCount, leftOutCount, text, _onWarning);
        }
        catch (JobServiceException exception)
        {
            _onError(text, exception);
        }
    }

    // An array that consists of single values, such as the number of a process in a log, is ordinary text.
    private bool ArePartsOfArray(string[] parts)
    {
        int depth = _depth;
        bool mayContainDocuments = IsOpen;
        int valueCount = 0;
        foreach (string part in parts)
        {
            int count = CountValues(part);
            depth = GetDepth(depth, part);
            valueCount += count;
            if (count < 0 || (depth == 0 && valueCount > 0 && !mayContainDocuments))
            {
                return false;
            }

            if (depth == 0)
            {
                mayContainDocuments = false;
                valueCount = 0;
            }
        }

        return true;
    }

    private static int GetDepth(int depth, string part) => part switch
    {
        "[" => depth + 1,
        "]" => Math.Max(0, depth - 1),
        _ => depth,
    };

    // Returns the number of single values in a part of an array, or -1 if the text is something else.
    private static int CountValues(string part)
    {
        string text = part.Trim(' ', '\t', '\r', '\n', '[', ']', ',');
        if (text.Length == 0)
        {
            return 0;
        }

        try
        {
            using ResponseTree? tree = ResponseTree.TryParse(Encoding.UTF8.GetBytes($"[{text}]"));
            return tree?.GetPlainValue(0) is object?[] values && !values.Any(static value => value is IReadOnlyDictionary<string, object?>)
                ? values.Length
                : -1;
        }
        catch (InvalidDataException)
        {
            return -1;
        }
    }
}

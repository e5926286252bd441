using System;

namespace JobStatus.Services.Documents;

/// <summary>Finds the end of an XML document: the end of its root element.</summary>
internal sealed class XmlDocumentScanner : DocumentScanner
{
    private State _state = State.Text;
    private string? _rootName;
    private long _depth;
    private int _definitionDepth;
    private bool _isEmptyElement;

    private enum State
    {
        Text,
        StartTag,
        SingleQuoted,
        DoubleQuoted,
        EndTag,
        Definition,
        Instruction,
        Comment,
        Data,
    }

    /// <inheritdoc/>
    public override string? RootName => _rootName;

    /// <inheritdoc/>
    public override bool IsBeforeRoot => _rootName is null && _state == State.Text;

    /// <inheritdoc/>
    public override DocumentScan Scan(string line, int from, out int end)
    {
        end = from;
        while (end < line.Length)
        {
            if (!Accept(line, ref end))
            {
                return DocumentScan.Broken;
            }

            if (_depth == 0 && _rootName is not null && _state == State.Text)
            {
                return DocumentScan.Complete;
            }
        }

        return DocumentScan.Incomplete;
    }

    // Moves the position behind the text that was accepted.
    private bool Accept(string line, ref int at)
    {
        switch (_state)
        {
            case State.Text:
                return AcceptText(line, ref at);
            case State.Instruction:
                MoveBehind(line, "?>", ref at);
                return true;
            case State.Comment:
                MoveBehind(line, "-->", ref at);
                return true;
            case State.Data:
                MoveBehind(line, "]]>", ref at);
                return true;
            case State.Definition:
                AcceptInDefinition(line[at++]);
                return true;
            default:
                // The position stays at a character that is not accepted, because another document can start there.
                return AcceptInTag(line[at]) && at++ >= 0;
        }
    }

    private bool AcceptText(string line, ref int at)
    {
        if (line[at] != '<')
        {
            // Before the root element, only white space is allowed.
            bool isAccepted = _rootName is not null || char.IsWhiteSpace(line[at]);
            at += isAccepted ? 1 : 0;
            return isAccepted;
        }

        if (StartsWith(line, at, "<?"))
        {
            _state = State.Instruction;
            at += 2;
        }
        else if (StartsWith(line, at, "<!--"))
        {
            _state = State.Comment;
            at += 4;
        }
        else if (StartsWith(line, at, "<![CDATA[") && _rootName is not null)
        {
            _state = State.Data;
            at += 9;
        }
        else if (StartsWith(line, at, "<!DOCTYPE") && _rootName is null)
        {
            _state = State.Definition;
        }
        else if (StartsWith(line, at, "</") && _depth > 0)
        {
            _state = State.EndTag;
            at += 2;
        }
        else
        {
            return AcceptStartTag(line, ref at);
        }

        return true;
    }

    private bool AcceptStartTag(string line, ref int at)
    {
        if (at + 1 == line.Length || line[at + 1] is '?' or '!' || !CanFollowBracket(line[at + 1]))
        {
            at++;
            return false;
        }

        int end = at + 1;
        while (end < line.Length && !char.IsWhiteSpace(line[end]) && line[end] is not ('>' or '/' or '<'))
        {
            end++;
        }

        _rootName ??= line.Substring(at + 1, end - at - 1);
        _state = State.StartTag;
        _isEmptyElement = false;
        at = end;
        return true;
    }

    private bool AcceptInTag(char c)
    {
        switch (c)
        {
            case '<':
                return false;
            case '\'' or '"' when _state == State.StartTag:
                _state = c == '"' ? State.DoubleQuoted : State.SingleQuoted;
                break;
            case '\'' when _state == State.SingleQuoted:
            case '"' when _state == State.DoubleQuoted:
                _state = State.StartTag;
                break;
            case '>' when _state is State.StartTag or State.EndTag:
                _depth += _state == State.EndTag ? -1 : _isEmptyElement ? 0 : 1;
                _state = State.Text;
                break;
        }

        _isEmptyElement = c == '/';
        return true;
    }

    private void AcceptInDefinition(char c)
    {
        _definitionDepth += c switch { '<' => 1, '>' => -1, _ => 0 };
        _state = _definitionDepth == 0 ? State.Text : State.Definition;
    }

    private void MoveBehind(string line, string terminator, ref int at)
    {
        int found = line.IndexOf(terminator, at, StringComparison.Ordinal);
        _state = found < 0 ? _state : State.Text;
        at = found < 0 ? line.Length : found + terminator.Length;
    }

    private static bool StartsWith(string line, int at, string text) => string.CompareOrdinal(line, at, text, 0, text.Length) == 0;
}

namespace JobStatus.Services.Documents;

/// <summary>Finds the end of a JSON object. A string cannot contain a line break.</summary>
/// <param name="runMember">The name of the member that contains the runs.</param>
internal sealed class JsonDocumentScanner(string runMember) : DocumentScanner
{
    // The same as the depth limit of the parser, so that the bits of a number can represent the open objects and lists.
    private const int MaxDepth = 64;

    private State _state = State.Value;
    private int _depth;
    private ulong _lists;
    private ulong _runs;
    private bool _isName;
    private bool _isRuns;
    private int _stringStart;
    private int _nameStart;

    private enum State
    {
        Value,
        Name,
        Colon,
        CommaOrEnd,
        Literal,
        String,
        Escape,
    }

    /// <inheritdoc/>
    public override bool IsInRuns => _isRuns || (_depth > 0 && (_runs & Bit) != 0);

    // The bit of the innermost open object or list.
    private ulong Bit => 1UL << (_depth - 1);

    private bool IsInList => (_lists & Bit) != 0;

    /// <inheritdoc/>
    public override DocumentScan Scan(string line, int from, out int end)
    {
        _stringStart = -1;
        for (end = from; end < line.Length; end++)
        {
            if (!Accept(line, end))
            {
                return Break(ref end);
            }

            if (_depth == 0)
            {
                end++;
                return DocumentScan.Complete;
            }
        }

        if (_state is State.String or State.Escape)
        {
            return Break(ref end);
        }

        if (_state == State.Literal)
        {
            _state = State.CommaOrEnd;
        }

        return DocumentScan.Incomplete;
    }

    // In a line that was cut, the start of the next document can look like a part of the last string.
    private DocumentScan Break(ref int end)
    {
        end = _stringStart >= 0 ? _stringStart + 1 : end;
        return DocumentScan.Broken;
    }

    private bool Accept(string line, int at)
    {
        char c = line[at];
        switch (_state)
        {
            case State.String:
                return AcceptInString(line, at);
            case State.Escape:
                _state = State.String;
                return c >= ' ';
            case State.Literal when char.IsLetterOrDigit(c) || c is '+' or '-' or '.':
                return true;
            case State.Literal:
                _state = State.CommaOrEnd;
                break;
        }

        if (c is ' ' or '\t' or '\r')
        {
            return true;
        }

        if (c == '"' && _state is State.Value or State.Name)
        {
            _isName = _state == State.Name;
            _nameStart = _stringStart = at;
            _state = State.String;
            return true;
        }

        if (!AcceptToken(c))
        {
            return false;
        }

        _stringStart = -1;
        return true;
    }

    private bool AcceptInString(string line, int at)
    {
        switch (line[at])
        {
            case '"':
                _isRuns = _isName && IsRuns(line, at);
                _state = _isName ? State.Colon : State.CommaOrEnd;
                return true;
            case '\\':
                _state = State.Escape;
                return true;
            case var c:
                return c >= ' ';
        }
    }

    private bool AcceptToken(char c)
    {
        switch (c)
        {
            case ':' when _state == State.Colon:
                _state = State.Value;
                return true;
            case ',' when _state == State.CommaOrEnd:
                _state = IsInList ? State.Value : State.Name;
                return true;
            case '{' or '[' when _state == State.Value:
                return Open(isList: c == '[');

            // A comma before the end is accepted, as in a response.
            case '}' when _state is State.Name or State.CommaOrEnd && !IsInList:
            case ']' when _state is State.Value or State.CommaOrEnd && IsInList:
                _depth--;
                _state = State.CommaOrEnd;
                return true;
            case '-' or 't' or 'f' or 'n' or (>= '0' and <= '9') when _state == State.Value:
                _isRuns = false;
                _state = State.Literal;
                return true;
            default:
                return false;
        }
    }

    private bool Open(bool isList)
    {
        if (_depth == MaxDepth)
        {
            return false;
        }

        _depth++;
        _lists = isList ? _lists | Bit : _lists & ~Bit;
        _runs = _isRuns && isList ? _runs | Bit : _runs & ~Bit;
        _isRuns = false;
        _state = isList ? State.Value : State.Name;
        return true;
    }

    private bool IsRuns(string line, int nameEnd) =>
        nameEnd - _nameStart - 1 == runMember.Length
        && string.CompareOrdinal(line, _nameStart + 1, runMember, 0, runMember.Length) == 0;
}

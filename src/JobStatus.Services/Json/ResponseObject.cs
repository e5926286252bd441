using System;
using System.Collections.Generic;
using System.Text.Json;

namespace JobStatus.Services.Json;

/// <summary>
/// Reads the members of an object in a response. Each method returns the value of a member and takes the member if the
/// value could be converted completely. <see cref="AdditionalData"/> contains everything that was not taken. Reading
/// well-formed JSON never fails and never loses data. A null, and an empty string for any type but text, counts as
/// missing. If several members have the same name, the last one applies.
/// </summary>
internal struct ResponseObject
{
    private const int Missing = -1;

    // No link, number or time is longer than this.
    private const int MaxScalarLength = 64 * 1024;

    private readonly ResponseTree _tree;
    private readonly int _row;
    private int _name;
    private Dictionary<string, object?>? _kept;

    public ResponseObject(ResponseTree tree, int row)
    {
        _tree = tree;
        _row = row;
    }

    /// <summary>True if any member that was asked for has a value.</summary>
    public bool AnyFound { get; private set; }

    /// <summary>True if any member that was asked for exists, even if it is null.</summary>
    public bool AnyPresent { get; private set; }

    /// <summary>True if this is an object, and false if it is a single value in a place that can contain both.</summary>
    public readonly bool IsObject => _tree.Rows[_row].Kind == JsonTokenType.StartObject;

    public readonly bool IsString => _tree.Rows[_row].Kind == JsonTokenType.String;

    public readonly bool IsNull => _tree.Rows[_row].Kind == JsonTokenType.Null;

    /// <summary>Everything that was not taken, as plain CLR values under the names that the service uses.</summary>
    public readonly IReadOnlyDictionary<string, object?> AdditionalData
    {
        get
        {
            ResponseTree.Row[] rows = _tree.Rows;
            int end = IsObject ? rows[_row].End : 0;
            int count = 0;
            for (int name = _row + 1; name < end; name = rows[name + 1].End)
            {
                count += rows[name].IsTaken ? 0 : 1;
            }

            Dictionary<string, object?>? data = _kept ?? (count == 0 ? null : new(count, StringComparer.Ordinal));
            for (int name = _row + 1; name < end; name = rows[name + 1].End)
            {
                if (!rows[name].IsTaken)
                {
                    data![_tree.GetText(name)] = _tree.GetPlainValue(name + 1);
                }
            }

            return data ?? NoData.Dictionary;
        }
    }

    /// <summary>Adds a value to <see cref="AdditionalData"/>.</summary>
    public void Keep(string name, object value) => (_kept ??= new(StringComparer.Ordinal))[name] = value;

    /// <summary>Returns a string, or the text of a number or Boolean.</summary>
    public string? Text(string name) => Find(name) is >= 0 and var value ? TakeText(value, _name) : null;

    /// <summary>Returns an id without the white space around it: a number, or a string that is not blank.</summary>
    public string? Id(string name)
    {
        bool wasFound = AnyFound;
        int value = Find(name);
        if (value < 0)
        {
            return null;
        }

        if (_tree.Rows[value].Kind is not (JsonTokenType.True or JsonTokenType.False)
            && GetText(value)?.Trim() is { Length: > 0 } id)
        {
            _tree.Rows[_name].IsTaken = !HasRest(value);
            return id;
        }

        AnyFound = wasFound;
        return null;
    }

    /// <summary>
    /// Returns a text, or the texts in a list or an object in one line. A list or an object also stays in the additional data.
    /// </summary>
    public string? Texts(string name) =>
        Find(name) is not (>= 0 and var value) ? null
        : _tree.Rows[value].Kind is JsonTokenType.StartArray or JsonTokenType.StartObject ? PlainText.Join(_tree.GetPlainValue(value))
        : TakeText(value, _name);

    /// <summary>Returns the text of this value if it is a single value.</summary>
    public readonly string? OwnText() => GetText(_row);

    /// <summary>
    /// Returns the first of these members that is a number or a string that is not blank, or this value if it is one itself.
    /// An error can be reported in several ways.
    /// </summary>
    public string? FirstText(params string[] names)
    {
        if (_tree.Rows[_row].Kind is JsonTokenType.String or JsonTokenType.Number)
        {
            return _tree.GetText(_row);
        }

        foreach (string name in names)
        {
            if (Find(name) is >= 0 and var value
                && _tree.Rows[value].Kind is JsonTokenType.String or JsonTokenType.Number
                && GetText(value) is { } text && !string.IsNullOrWhiteSpace(text))
            {
                return text;
            }
        }

        return null;
    }

    public long? Int64(string name)
    {
        bool wasFound = AnyFound;
        int value = Find(name);
        return value >= 0
            && (_tree.TryGetInt64(value, out long number) || ScalarText.TryParse(GetScalar(value, wasFound), out number))
            && Take()
            ? number
            : null;
    }

    public int? Int32(string name)
    {
        long? number = Int64(name);
        if (number is null or (>= int.MinValue and <= int.MaxValue))
        {
            return (int?)number;
        }

        _tree.Rows[_name].IsTaken = false;
        return null;
    }

    public double? Double(string name)
    {
        bool wasFound = AnyFound;
        int value = Find(name);
        return value >= 0
            && (_tree.TryGetDouble(value, out double number) || ScalarText.TryParse(GetScalar(value, wasFound), out number))
            && Take()
            ? number
            : null;
    }

    public bool? Boolean(string name) => bool.TryParse(GetScalar(name), out bool flag) && Take() ? flag : null;

    /// <summary>
    /// Returns a time. A time without an offset is in UTC. A time in the year 1 counts as missing, because .NET servers send it if
    /// they do not know the time.
    /// </summary>
    public DateTimeOffset? Time(string name)
    {
        bool wasFound = AnyFound;
        int value = Find(name);
        if (value < 0
            || !((_tree.Rows[value].Kind == JsonTokenType.String && ScalarText.TryParseUtc(_tree.GetBytes(value), out DateTimeOffset time))
                || ScalarText.TryParse(GetScalar(value, wasFound), out time)))
        {
            return null;
        }

        Take();
        if (time.Year > 1)
        {
            return time;
        }

        AnyFound = wasFound;
        return null;
    }

    /// <summary>Returns true if a time has no offset, so that it is not certain that it is a UTC time.</summary>
    public bool HasNoOffset(string name) => GetScalar(name) is { } text && ScalarText.HasNoOffset(text);

    /// <summary>Returns the date and time as written, without an offset.</summary>
    public DateTime? Date(string name) => Time(name)?.DateTime;

    /// <summary>
    /// Returns a duration, which is a number of seconds or has the format of a <see cref="TimeSpan"/>. A negative one is not valid.
    /// </summary>
    public TimeSpan? Duration(string name) =>
        ScalarText.TryParse(GetScalar(name), out TimeSpan duration) && duration >= TimeSpan.Zero && Take() ? duration : null;

    /// <summary>Returns an absolute or relative link.</summary>
    public Uri? Uri(string name) =>
        GetScalar(name) is { } text && System.Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out Uri? uri) && Take() ? uri : null;

    /// <summary>Returns a list of values of any type.</summary>
    public IReadOnlyList<object?> Values(string name) =>
        Find(name, isList: true) is >= 0 and var value && _tree.Rows[value].Kind == JsonTokenType.StartArray && Take()
            ? (object?[])_tree.GetPlainValue(value)!
            : [];

    /// <summary>Returns an object whose member names are chosen by the user.</summary>
    public IReadOnlyDictionary<string, object?> Members(string name) =>
        Find(name) is >= 0 and var value && _tree.Rows[value].Kind == JsonTokenType.StartObject && Take()
            && _tree.Rows[value].End > value + 1
            ? (Dictionary<string, object?>)_tree.GetPlainValue(value)!
            : NoData.Dictionary;

    /// <summary>Returns an object, which keeps its own additional data.</summary>
    public T? Object<T>(string name, Func<ResponseObject, T?> read) =>
        Find(name) is >= 0 and var value && TryRead(value, _name, read, isWhole: true, out T? result) ? result : default;

    /// <summary>
    /// Returns an object or a single value. Members of the object that were not read stay in the additional data of this
    /// object.
    /// </summary>
    public T? Value<T>(string name, Func<ResponseObject, T?> read) =>
        Find(name) is >= 0 and var value && TryRead(value, _name, read, isWhole: false, out T? result) ? result : default;

    /// <summary>
    /// Returns a list of objects. Items that cannot be read stay in the additional data. A single object is a list with
    /// one item.
    /// </summary>
    public T[] List<T>(string name, Func<ResponseObject, T?> read) => List(name, read, out _);

    /// <inheritdoc cref="List{T}(string, Func{ResponseObject, T})"/>
    /// <param name="name">The name.</param>
    /// <param name="read">Reads an item, or returns null if the item cannot be used.</param>
    /// <param name="received">The number of items that the service sent, or -1 if there is no list.</param>
    public T[] List<T>(string name, Func<ResponseObject, T?> read, out int received) =>
        ReadList(Find(name, isList: true), _name, read, isWhole: true, out received);

    /// <summary>Returns a list of objects or strings, or a single one. Objects keep their own additional data.</summary>
    /// <param name="name">The name.</param>
    /// <param name="read">Reads an item, or returns null if the item cannot be used.</param>
    /// <param name="received">The number of items that the service sent, or -1 if there is no list.</param>
    public T[] ItemList<T>(string name, Func<ResponseObject, T?> read, out int received) =>
        ReadList(Find(name, isList: true), _name, read, isWhole: true, out received, allowsStrings: true);

    /// <summary>
    /// Returns a list of objects or single values, or a single object or string. Members that were not read stay in the
    /// additional data.
    /// </summary>
    public T[] ValueList<T>(string name, Func<ResponseObject, T?> read) =>
        ReadList(Find(name, isList: true), _name, read, isWhole: false, out _, allowsStrings: true);

    /// <summary>Returns the list in the first member that was not asked for and is an array.</summary>
    /// <param name="read">Reads an item, or returns null if the item cannot be used.</param>
    /// <param name="received">The number of items that the service sent, or -1 if there is no list.</param>
    /// <param name="fingerprint">Identifies the content of the list. Null if there is no list.</param>
    public readonly T[] FirstList<T>(Func<ResponseObject, T?> read, out int received, out string? fingerprint)
    {
        ResponseTree.Row[] rows = _tree.Rows;
        for (int name = _row + 1; name < rows[_row].End; name = rows[name + 1].End)
        {
            if (!rows[name].IsKnown && rows[name + 1].Kind == JsonTokenType.StartArray)
            {
                fingerprint = _tree.GetFingerprint(name + 1);
                return ReadList(name + 1, name, read, isWhole: true, out received);
            }
        }

        received = Missing;
        fingerprint = null;
        return [];
    }

    /// <summary>Returns the list that this value is.</summary>
    public readonly T[] OwnList<T>(Func<ResponseObject, T?> read, out int received) =>
        ReadList(_row, _row, read, isWhole: true, out received);

    private int Find(string name, bool isList = false)
    {
        if (!IsObject)
        {
            return Missing;
        }

        _tree.ThrowIfCanceled();
        ResponseTree.Row[] rows = _tree.Rows;
        int found = Missing;
        int end = rows[_row].End;
        for (int row = _row + 1; row < end; row = rows[row + 1].End)
        {
            if (_tree.HasText(row, name))
            {
                if (found >= 0)
                {
                    rows[found].IsTaken = true;
                }

                found = row;
            }
        }

        if (found < 0)
        {
            return Missing;
        }

        _name = found;
        AnyPresent = true;
        rows[found].IsKnown = true;
        int value = found + 1;
        if (rows[value].Kind == JsonTokenType.Null)
        {
            Take();
            return Missing;
        }

        AnyFound = true;
        return _tree.IsXml && !isList && rows[value].Kind == JsonTokenType.StartArray ? LastItem(value) : value;
    }

    // In XML, an array means that an element is repeated.
    private readonly int LastItem(int array)
    {
        int last = array + 1;
        for (int item = last; item < _tree.Rows[array].End; item = _tree.Rows[item].End)
        {
            last = item;
        }

        return last;
    }

    // Takes the member that was found last.
    private readonly bool Take() => _tree.Rows[_name].IsTaken = true;

    private readonly string? TakeText(int value, int mark)
    {
        string? text = GetText(value);
        _tree.Rows[mark].IsTaken = text is not null && !HasRest(value);
        return text;
    }

    private readonly string? GetText(int value) => _tree.Rows[value].Kind switch
    {
        JsonTokenType.String or JsonTokenType.Number => _tree.GetText(value),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",

        // In XML, the text of an element with attributes is the member "value".
        JsonTokenType.StartObject when _tree.IsXml => new ResponseObject(_tree, value).Text(ResponseTree.XmlText),
        _ => null,
    };

    private string? GetScalar(string name)
    {
        bool wasFound = AnyFound;
        return Find(name) is >= 0 and var value ? GetScalar(value, wasFound) : null;
    }

    // Returns the text of a value that is not text, or null if it is empty, is too long, or contains other values. XML can
    // contain white space instead of nothing.
    private string? GetScalar(int value, bool wasFound)
    {
        if (_tree.Rows[value].Length > MaxScalarLength)
        {
            return null;
        }

        string? text = GetText(value);
        if (text is null || !(_tree.IsXml ? string.IsNullOrWhiteSpace(text) : text.Length == 0))
        {
            return text;
        }

        Take();
        AnyFound = wasFound;
        return null;
    }

    private readonly bool TryRead<T>(
        int value,
        int mark,
        Func<ResponseObject, T?> read,
        bool isWhole,
        out T? result,
        bool allowsStrings = false)
    {
        JsonTokenType kind = _tree.Rows[value].Kind;
        _tree.Rows[mark].IsTaken = kind == JsonTokenType.Null;
        result = default;
        if (kind == JsonTokenType.Null
            || (isWhole
                ? kind != JsonTokenType.StartObject && !IsEmptyElement(value) && !(allowsStrings && kind == JsonTokenType.String)
                : kind == JsonTokenType.StartArray))
        {
            return false;
        }

        _tree.ThrowIfCanceled();
        result = read(new ResponseObject(_tree, value));
        _tree.Rows[mark].IsTaken = result is not null && (isWhole || !HasRest(value));
        return result is not null;
    }

    private readonly T[] ReadList<T>(
        int list,
        int mark,
        Func<ResponseObject, T?> read,
        bool isWhole,
        out int received,
        bool allowsStrings = false)
    {
        ResponseTree.Row[] rows = _tree.Rows;
        received = Missing;
        if (list < 0)
        {
            return [];
        }

        if (rows[list].Kind == JsonTokenType.StartObject
            || (allowsStrings && rows[list].Kind == JsonTokenType.String && !string.IsNullOrWhiteSpace(_tree.GetText(list))))
        {
            received = 1;
            return TryRead(list, mark, read, isWhole, out T? single, allowsStrings) ? [single!] : [];
        }

        if (rows[list].Kind != JsonTokenType.StartArray)
        {
            return [];
        }

        received = 0;
        int end = rows[list].End;
        for (int item = list + 1; item < end; item = rows[item].End)
        {
            received++;
        }

        T[] items = received == 0 ? [] : new T[received];
        int count = 0;
        bool isComplete = true;
        for (int item = list + 1; item < end; item = rows[item].End)
        {
            if (TryRead(item, item, read, isWhole, out T? value, allowsStrings))
            {
                items[count++] = value!;
            }

            isComplete &= rows[item].IsTaken;
        }

        rows[mark].IsTaken = isComplete;
        Array.Resize(ref items, count);
        return items;
    }

    // In XML, an element that could contain others can be empty.
    private readonly bool IsEmptyElement(int value) =>
        _tree.IsXml && _tree.Rows[value].Kind == JsonTokenType.String && string.IsNullOrWhiteSpace(_tree.GetText(value));

    private readonly bool HasRest(int value)
    {
        ResponseTree.Row[] rows = _tree.Rows;
        int end = rows[value].Kind == JsonTokenType.StartObject ? rows[value].End : 0;
        for (int name = value + 1; name < end; name = rows[name + 1].End)
        {
            if (!rows[name].IsTaken)
            {
                return true;
            }
        }

        return false;
    }
}

using System;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using JobStatus.Services.Http;

namespace JobStatus.Services.Json;

/// <summary>
/// A JSON response as a table with one row for each name and each value, in the order of the text. The table is filled in
/// one pass. <see cref="ResponseObject"/> reads objects from it.
/// </summary>
internal sealed class ResponseTree : IDisposable
{
    /// <summary>The member that contains the text of an XML element with attributes.</summary>
    public const string XmlText = "value";

    private const int MaxDepth = 64;
    private const int FirstRowCount = 1024;

    // In a page of a list, short texts such as statuses, names and links are often repeated.
    private const int MinSharingRowCount = 512;
    private const int MaxSharedLength = 96;
    private const int SharedTextCount = 256;
    private const int MaxSpareRowCount = 64 * 1024;

    // The cancellation token is checked whenever this number of rows has been written. It is a power of two.
    private const int CancellationInterval = 4096;

    // A double preserves this number of decimal digits.
    private const int ExactDoubleDigits = 15;

    // No number that a type can represent exactly is longer than this.
    private const int MaxNumberLength = 1024;

    // Estimates of the memory that a value takes. Any object can become a job.
    private const int ObjectBytes = 400;
    private const int ArrayBytes = 64;

    // Real responses contain trailing commas.
    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, MaxDepth = MaxDepth };

    // The rows of an earlier response. A pool of our own needs no code that has to be compiled for the type of a row.
    private static Row[]? _spareRows;

    private readonly byte[] _text;
    private readonly SecretForms? _secrets;
    private readonly CancellationToken _cancellationToken;
    private string?[]? _sharedTexts;
    private int _count;

    private ResponseTree(byte[] text, bool isXml, SecretRedactor? redactor, CancellationToken cancellationToken)
    {
        _text = text;
        IsXml = isXml;
        _secrets = redactor?.GetSecretsInData();
        _cancellationToken = cancellationToken;
        Rows = Interlocked.Exchange(ref _spareRows, null) ?? new Row[FirstRowCount];
    }

    /// <summary>The rows. Row 0 is the value of the whole response.</summary>
    public Row[] Rows { get; private set; }

    /// <summary>True if the JSON was created from XML, in which text can have attributes.</summary>
    public bool IsXml { get; }

    /// <summary>The value of the whole response, which can be of any type.</summary>
    public ResponseObject Root => new(this, 0);

    /// <summary>The whole response, which must be an object.</summary>
    /// <exception cref="ServiceErrorException">The response is not an object.</exception>
    public ResponseObject Object =>
        Rows[0].Kind == JsonTokenType.StartObject ? Root : throw new ServiceErrorException(ServiceError.UnexpectedContent);

    /// <summary>Parses JSON in UTF-8. Escape sequences in the text are replaced in place when they are read.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isXml">True if the JSON was created from XML.</param>
    /// <param name="redactor">Redacts secrets in the names and values, or null if there are no secrets.</param>
    /// <param name="cancellationToken">Also ends reading.</param>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    /// <exception cref="InvalidDataException">The values are too many, or would take too much memory.</exception>
    public static ResponseTree Parse(
        ArraySegment<byte> text,
        bool isXml = false,
        SecretRedactor? redactor = null,
        CancellationToken cancellationToken = default)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        int start = text.AsSpan().StartsWith(byteOrderMark) ? byteOrderMark.Length : 0;
        var tree = new ResponseTree(text.Array!, isXml, redactor, cancellationToken);
        try
        {
            tree.AddRows(text.Offset + start, text.Count - start);
            return tree;
        }
        catch
        {
            tree.Dispose();
            throw;
        }
    }

    /// <summary>Parses JSON in UTF-8, or returns null if it is not valid.</summary>
    public static ResponseTree? TryParse(byte[] text)
    {
        try
        {
            return Parse(new(text));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (Rows.Length is > 0 and <= MaxSpareRowCount)
        {
            _spareRows = Rows;
        }

        Rows = [];
    }

    /// <summary>Returns true if a row has this text, which contains only ASCII characters.</summary>
    public bool HasText(int row, string name)
    {
        ref Row candidate = ref Rows[row];
        if (candidate.Length != name.Length)
        {
            return false;
        }

        int start = candidate.Start;
        for (int i = 0; i < name.Length; i++)
        {
            if (_text[start + i] != name[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Returns the text of a name, a string or a number, without secrets. Invalid Unicode becomes the replacement character.
    /// </summary>
    public string GetText(int row)
    {
        ThrowIfCanceled();
        ref Row value = ref Rows[row];
        if (value.IsEscaped)
        {
            Unescape(ref value);
        }

        return _count >= MinSharingRowCount && value.Length <= MaxSharedLength ? GetSharedText(row) : CreateText(value);
    }

    /// <summary>Returns the bytes of a value. They can contain escape sequences.</summary>
    public ReadOnlySpan<byte> GetBytes(int row) => new(_text, Rows[row].Start, Rows[row].Length);

    public bool TryGetInt64(int row, out long number)
    {
        number = 0;
        return Rows[row].Kind == JsonTokenType.Number && Rows[row].Length <= MaxNumberLength
            && Utf8Parser.TryParse(GetBytes(row), out number, out int length) && length == Rows[row].Length;
    }

    public bool TryGetDouble(int row, out double number)
    {
        number = 0;
        return Rows[row].Kind == JsonTokenType.Number && Rows[row].Length <= MaxNumberLength
            && Utf8Parser.TryParse(GetBytes(row), out number, out int length) && length == Rows[row].Length
            && !double.IsInfinity(number);
    }

    /// <summary>
    /// Returns a value as a plain CLR value: string, long, decimal, double, bool, null, array, or dictionary. Parts of
    /// the value that have been taken are omitted.
    /// </summary>
    public object? GetPlainValue(int row)
    {
        ThrowIfCanceled();
        switch (Rows[row].Kind)
        {
            case JsonTokenType.String:
                return GetText(row);
            case JsonTokenType.Number:
                return GetPlainNumber(row);
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.StartArray:
                return GetPlainArray(row);
            case JsonTokenType.StartObject:
                return GetPlainObject(row);
            default:
                return null;
        }
    }

    /// <summary>Returns a text that is the same for values with the same content.</summary>
    public string GetFingerprint(int row)
    {
        using var hash = SHA256.Create();
        byte[] shape = new byte[1 + (2 * sizeof(int))];
        for (int part = row; part < Rows[row].End; part++)
        {
            ThrowIfCanceled();
            ref Row value = ref Rows[part];
            shape[0] = (byte)value.Kind;
            BinaryPrimitives.WriteInt32LittleEndian(shape.AsSpan(1), value.End - part);
            BinaryPrimitives.WriteInt32LittleEndian(shape.AsSpan(1 + sizeof(int)), value.Length);
            hash.TransformBlock(shape, 0, shape.Length, null, 0);
            hash.TransformBlock(_text, value.Start, value.Length, null, 0);
        }

        hash.TransformFinalBlock([], 0, 0);
        return Convert.ToBase64String(hash.Hash!);
    }

    public void ThrowIfCanceled() => _cancellationToken.ThrowIfCancellationRequested();

    private void AddRows(int start, int length)
    {
        var reader = new Utf8JsonReader(new ReadOnlySpan<byte>(_text, start, length), Options);
        Span<int> containers = stackalloc int[MaxDepth];
        int depth = 0;
        var memory = default(ResponseMemory);
        while (reader.Read())
        {
            JsonTokenType kind = reader.TokenType;
            if (kind is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                Rows[containers[--depth]].End = _count;
                continue;
            }

            if ((_count & (CancellationInterval - 1)) == 0)
            {
                ThrowIfCanceled();
            }

            if (_count == Rows.Length)
            {
                var rows = new Row[_count * 2];
                Array.Copy(Rows, rows, _count);
                Rows = rows;
            }

            bool isQuoted = kind is JsonTokenType.PropertyName or JsonTokenType.String;
            ref Row row = ref Rows[_count];
            row.Start = start + (int)reader.TokenStartIndex + (isQuoted ? 1 : 0);
            row.Length = reader.ValueSpan.Length;
            row.End = _count + 1;
            row.Kind = kind;
            row.IsEscaped = isQuoted && reader.ValueIsEscaped;
            row.IsKnown = false;
            row.IsTaken = false;
            AddMemory(ref memory, row);
            if (kind is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                containers[depth++] = _count;
            }
            else if (kind == JsonTokenType.PropertyName && row.IsEscaped)
            {
                Unescape(ref row);
            }

            _count++;
        }
    }

    private string GetSharedText(int row)
    {
        ref Row value = ref Rows[row];
        uint hash = (uint)value.Length;
        for (int i = value.Start; i < value.Start + value.Length; i++)
        {
            hash = (hash * 31) + _text[i];
        }

        _sharedTexts ??= new string?[SharedTextCount];
        ref string? shared = ref _sharedTexts[hash % SharedTextCount];
        if (shared is null || !HasText(row, shared))
        {
            shared = CreateText(value);
        }

        return shared;
    }

    private string CreateText(in Row row)
    {
        string text = Encoding.UTF8.GetString(_text, row.Start, row.Length);
        return _secrets?.Redact(text, _cancellationToken) ?? text;
    }

    private static void AddMemory(ref ResponseMemory memory, in Row row)
    {
        if (row.Kind == JsonTokenType.PropertyName)
        {
            memory.Add(ResponseMemory.TextBytes + (sizeof(char) * (long)row.Length));
        }
        else
        {
            memory.AddValue(row.Kind switch
            {
                JsonTokenType.StartObject => ObjectBytes,
                JsonTokenType.StartArray => ArrayBytes,
                _ => ResponseMemory.TextBytes + (sizeof(char) * (long)row.Length),
            });
        }
    }

    private void Unescape(ref Row row)
    {
        Span<byte> text = _text.AsSpan(row.Start, row.Length);
        row.Length = JsonEscapes.Unescape(text, _cancellationToken);
        row.IsEscaped = false;
    }

    private object GetPlainNumber(int row)
    {
        if (TryGetInt64(row, out long whole))
        {
            return whole;
        }

        string text = GetText(row);
        if (text.Length > MaxNumberLength)
        {
            return text;
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact)
            && exact.ToString(CultureInfo.InvariantCulture) == text)
        {
            return exact;
        }

        // A number that no type can represent exactly is kept as text.
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double approximate)
            && IsExact(approximate, text) ? approximate : text;
    }

    private static bool IsExact(double number, string text)
    {
        int digits = 0;
        bool isZero = true;
        foreach (char c in text)
        {
            if (c is 'e' or 'E')
            {
                break;
            }

            digits += char.IsDigit(c) ? 1 : 0;
            isZero &= c is not (>= '1' and <= '9');
        }

        return !double.IsInfinity(number) && digits <= ExactDoubleDigits && (number != 0 || isZero);
    }

    private object?[] GetPlainArray(int row)
    {
        int count = 0;
        int end = Rows[row].End;
        for (int item = row + 1; item < end; item = Rows[item].End)
        {
            count += Rows[item].IsTaken ? 0 : 1;
        }

        object?[] items = count == 0 ? [] : new object?[count];
        count = 0;
        for (int item = row + 1; item < end; item = Rows[item].End)
        {
            if (!Rows[item].IsTaken)
            {
                items[count++] = GetPlainValue(item);
            }
        }

        return items;
    }

    private Dictionary<string, object?> GetPlainObject(int row)
    {
        int end = Rows[row].End;
        int count = 0;
        for (int name = row + 1; name < end; name = Rows[name + 1].End)
        {
            count++;
        }

        var members = new Dictionary<string, object?>(count, StringComparer.Ordinal);
        for (int name = row + 1; name < end; name = Rows[name + 1].End)
        {
            if (!Rows[name].IsTaken)
            {
                members[GetText(name)] = GetPlainValue(name + 1);
            }
        }

        return members;
    }

    /// <summary>A name or a value. The row after a name is its value, and a value is followed by what it contains.</summary>
    public struct Row
    {
        /// <summary>The index of the first byte, without a quotation mark.</summary>
        public int Start;

        /// <summary>The number of bytes.</summary>
        public int Length;

        /// <summary>The index of the row after this one and everything in it.</summary>
        public int End;

        public JsonTokenType Kind;

        /// <summary>True if the text still contains escape sequences.</summary>
        public bool IsEscaped;

        /// <summary>True for a name that was asked for.</summary>
        public bool IsKnown;

        /// <summary>True for a name or an item whose value was converted completely.</summary>
        public bool IsTaken;
    }
}

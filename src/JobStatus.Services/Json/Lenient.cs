namespace JobStatus.Services.Json;

/// <summary>
/// A field of an answer: its value, or what stood in its place when that was of another kind. Reading one never fails
/// on well-formed JSON, and nothing of it is lost.
/// </summary>
internal readonly struct Lenient<T>
{
    public Lenient(T value)
    {
        Value = value;
        HasValue = true;
    }

    /// <summary>A value of which a part was not understood.</summary>
    public Lenient(T value, object unparsed)
        : this(value)
    {
        Unparsed = unparsed;
    }

    private Lenient(object? unparsed)
    {
        Unparsed = unparsed;
    }

    public readonly T? Value;

    public readonly bool HasValue;

    /// <summary>What was sent and could not be taken, as plain CLR values; null when everything was taken.</summary>
    public readonly object? Unparsed;

    /// <summary>Whether nothing stood there at all.</summary>
    public bool IsMissing => !HasValue && Unparsed is null;

    public static Lenient<T> FromUnparsed(object? unparsed) => new(unparsed);
}

namespace JobStatus.Services.Json;

/// <summary>
/// A field of a response: the value, or the raw value if it does not have the expected type. Reading a field of
/// well-formed JSON never fails and never loses data.
/// </summary>
internal readonly struct Lenient<T>
{
    public Lenient(T value)
    {
        Value = value;
        HasValue = true;
    }

    /// <summary>Creates a field that was parsed except for some of its members.</summary>
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

    /// <summary>The data that could not be parsed, as plain CLR values, or null if everything was parsed.</summary>
    public readonly object? Unparsed;

    /// <summary>True if the field is missing, null, or empty.</summary>
    public bool IsMissing => !HasValue && Unparsed is null;

    public static Lenient<T> FromUnparsed(object? unparsed) => new(unparsed);
}

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
    public Lenient(T value, object leftover)
        : this(value)
    {
        Leftover = leftover;
    }

    private Lenient(object? leftover)
    {
        Leftover = leftover;
    }

    public readonly T? Value;

    public readonly bool HasValue;

    /// <summary>What was sent and could not be taken, as plain CLR values; null when everything was taken.</summary>
    public readonly object? Leftover;

    /// <summary>Whether nothing stood there at all.</summary>
    public bool IsMissing => !HasValue && Leftover is null;

    public static Lenient<T> NotUnderstood(object? leftover) => new(leftover);
}

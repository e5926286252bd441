using System;

namespace JobStatus;

/// <summary>A code and what it means, as Alma writes most of its words. Two are equal when their codes are.</summary>
public sealed class AlmaCodedValue : IEquatable<AlmaCodedValue>
{
    /// <summary>Makes a coded value without a description.</summary>
    /// <param name="value">The code.</param>
    public AlmaCodedValue(string? value)
        : this(value, null)
    {
    }

    /// <summary>Makes a coded value.</summary>
    /// <param name="value">The code; null where Alma sent a description alone.</param>
    /// <param name="description">What the code means; null where Alma does not say.</param>
    public AlmaCodedValue(string? value, string? description)
    {
        Value = value;
        Description = description;
    }

    /// <summary>The code, such as <c>exl_api</c>; null where Alma sent a description alone.</summary>
    public string? Value { get; }

    /// <summary>What the code means, such as <c>Ex Libris, API</c>; null where Alma does not say.</summary>
    public string? Description { get; }

    /// <inheritdoc/>
    public bool Equals(AlmaCodedValue? other) =>
        other is not null && string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AlmaCodedValue);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    /// <summary>The description where there is one, else the code.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Description, Value);
}

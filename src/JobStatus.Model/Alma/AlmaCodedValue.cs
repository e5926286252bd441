using System;

namespace JobStatus;

/// <summary>
/// A code and its description, which is how Alma represents most enumerated values. Two coded values are equal if
/// their codes are equal, ignoring case.
/// </summary>
public sealed class AlmaCodedValue : ServiceObject, IEquatable<AlmaCodedValue>
{
    /// <summary>Creates a coded value without a description.</summary>
    /// <param name="value">The code.</param>
    public AlmaCodedValue(string? value)
        : this(value, null)
    {
    }

    /// <summary>Creates a coded value.</summary>
    /// <param name="value">The code, or null if Alma sent only a description.</param>
    /// <param name="description">The description of the code, or null if Alma did not send one.</param>
    public AlmaCodedValue(string? value, string? description)
    {
        Value = value;
        Description = description;
    }

    /// <summary>The code, such as <c>exl_api</c>, or null if Alma sent only a description.</summary>
    public string? Value { get; }

    /// <summary>The description of the code, such as <c>Ex Libris, API</c>, or null if Alma did not send one.</summary>
    public string? Description { get; }

    /// <inheritdoc/>
    public bool Equals(AlmaCodedValue? other) =>
        other is not null && string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AlmaCodedValue);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    /// <summary>Returns the description, or the code if there is no description.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Description, Value);
}

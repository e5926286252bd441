namespace JobStatus.Services.Tests.Model;

/// <summary>Text with characters that are unsafe to display in a terminal.</summary>
internal static class UnsafeText
{
    public const string Escape = "\u001b[31m";
    public const string Bidi = "\u202e";

    /// <summary>A terminal escape sequence, a line break, C0 and C1 controls, bidirectional controls and a line separator.</summary>
    public const string All = "red" + Escape + " two\r\nlines \u009b turned" + Bidi + "\u2066 end\u2028\u200f\u0007";

    public static bool IsUnsafe(char c) =>
        char.IsControl(c)
            || c is '\u2028' or '\u2029' or '\u061c' or '\u200e' or '\u200f'
            || c is >= '\u202a' and <= '\u202e'
            || c is >= '\u2066' and <= '\u2069';
}

namespace JobStatus.Services.Tests.Model;

/// <summary>Text that would do harm where it is shown as it is.</summary>
internal static class HarmfulText
{
    public const string Escape = "\u001b[31m";
    public const string Bidi = "\u202e";

    /// <summary>A terminal escape, a line break, a C1 control, bidirectional controls, a separator of lines.</summary>
    public const string All = "red" + Escape + " two\r\nlines \u009b turned" + Bidi + "\u2066 end\u2028\u200f\u0007";

    public static bool Harms(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or '\u061c' or '\u200e' or '\u200f' || c is >= '\u202a' and <= '\u202e' || c is >= '\u2066' and <= '\u2069';
}

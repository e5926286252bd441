using System.Linq;
using System.Text;
using JobStatus.Services.Downloads;
using Xunit;

namespace JobStatus.Services.Tests.Downloads;

public sealed class SafeFileNameTests
{
    [Theory]
    [InlineData("report.csv", "report.csv")]
    [InlineData("Bericht März.xlsx", "Bericht März.xlsx")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\Users\somebody\report.yxdb", "report.yxdb")]
    [InlineData("report.csv:stream", "report.csv_stream")]
    [InlineData("a\"b<c>|d*?.txt", "a_b_c__d__.txt")]
    [InlineData("  .report.  ", "report")]
    [InlineData("report.csv ", "report.csv")]
    [InlineData("report.csv...", "report.csv")]
    [InlineData("report.csv. . ", "report.csv")]
    [InlineData("report.csv . . .", "report.csv")]
    [InlineData("report.csv.\u00A0", "report.csv")]
    [InlineData(". . report . csv", "report . csv")]
    [InlineData("report\u001b[31m.csv", "report_[31m.csv")]
    [InlineData("report\u202Evsc.exe", "report_vsc.exe")]
    [InlineData("two\r\nlines.txt", "two lines.txt")]
    public void Unsafe_parts_of_a_file_name_are_removed_or_replaced(string name, string safe) =>
        Assert.Equal(safe, SafeFileName.From(name, "default.bin"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData(" . . ")]
    [InlineData("NUL. .")]
    [InlineData("a/b/")]
    [InlineData(@"a\..")]
    [InlineData("CON")]
    [InlineData("conin$")]
    [InlineData("///")]
    [InlineData("***")]
    public void The_default_name_replaces_a_name_that_is_not_a_valid_file_name(string? name) =>
        Assert.Equal("default.bin", SafeFileName.From(name, "default.bin"));

    [Theory]
    [InlineData("nul.txt", "default.txt")]
    [InlineData("CON.csv", "default.csv")]
    [InlineData("LPT1.report.csv", "default.csv")]
    [InlineData("COM\u00B2.txt", "default.txt")]
    public void The_default_name_gets_the_extension_of_a_reserved_name(string name, string safe) =>
        Assert.Equal(safe, SafeFileName.From(name, "default.bin"));

    [Fact]
    public void A_long_name_keeps_its_beginning_and_its_extension()
    {
        string safe = SafeFileName.From(string.Concat(Enumerable.Repeat("x", 10_000)) + ".csv", "default.bin");

        Assert.InRange(safe.Length, 1, 200);
        Assert.EndsWith(".csv", safe);
        Assert.StartsWith("xxx", safe);
    }

    [Theory]
    [InlineData("\u6F22")]
    [InlineData("\U0001F600")]
    [InlineData("x\U0001F600")]
    public void A_long_name_with_multibyte_characters_fits_every_file_system_and_is_not_cut_within_a_character(string part)
    {
        string safe = SafeFileName.From(string.Concat(Enumerable.Repeat(part, 10_000)) + ".csv", "default.bin");

        // This encoding throws an exception for an unpaired surrogate.
        Assert.InRange(new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(safe), 100, 240);
        Assert.EndsWith(".csv", safe);
    }
}

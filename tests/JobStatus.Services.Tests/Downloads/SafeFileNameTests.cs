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
    [InlineData("report\u001b[31m.csv", "report_[31m.csv")]
    [InlineData("report\u202Evsc.exe", "report_vsc.exe")]
    [InlineData("two\r\nlines.txt", "two lines.txt")]
    public void A_name_keeps_what_is_harmless_of_it(string given, string safe) =>
        Assert.Equal(safe, SafeFileName.From(given, "otherwise.bin"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/b/")]
    [InlineData(@"a\..")]
    [InlineData("CON")]
    [InlineData("nul.txt")]
    [InlineData("LPT1.report.csv")]
    [InlineData("conin$")]
    [InlineData("COM\u00B2.txt")]
    [InlineData("///")]
    [InlineData("***")]
    public void A_name_that_means_no_file_gives_way_to_another(string? given) =>
        Assert.Equal("otherwise.bin", SafeFileName.From(given, "otherwise.bin"));

    [Fact]
    public void A_long_name_keeps_its_start_and_its_ending()
    {
        string safe = SafeFileName.From(string.Concat(Enumerable.Repeat("x", 10_000)) + ".csv", "otherwise.bin");

        Assert.InRange(safe.Length, 1, 200);
        Assert.EndsWith(".csv", safe);
        Assert.StartsWith("xxx", safe);
    }

    [Theory]
    [InlineData("\u6F22")]
    [InlineData("\U0001F600")]
    [InlineData("x\U0001F600")]
    public void A_long_name_of_many_bytes_fits_every_file_system_and_stays_readable(string part)
    {
        string safe = SafeFileName.From(string.Concat(Enumerable.Repeat(part, 10_000)) + ".csv", "otherwise.bin");

        // A half of a surrogate pair would throw here.
        Assert.InRange(new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(safe), 100, 240);
        Assert.EndsWith(".csv", safe);
    }
}

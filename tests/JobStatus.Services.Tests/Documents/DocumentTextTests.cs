using System.IO;
using System.Text;
using JobStatus.Services.Documents;
using Xunit;

namespace JobStatus.Services.Tests.Documents;

public sealed class DocumentTextTests
{
    [Theory]
    [InlineData("iso-8859-1", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\u00e9</a>")]
    [InlineData("iso-8859-1", "<?xml version='1.0' encoding = 'iso-8859-1' standalone='yes'?>\n<a>\u00e9</a>")]
    [InlineData("us-ascii", "<?xml version=\"1.0\" encoding=\"US-ASCII\"?><a>e</a>")]
    [InlineData("utf-8", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>\u00e9</a>")]
    [InlineData("utf-8", "<?xml version=\"1.0\"?><a encoding=\"iso-8859-1\">\u00e9</a>")]
    [InlineData("utf-8", "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>\u00e9</a>")]
    [InlineData("utf-8", "<?xml version=\"1.0\" encoding=\"no-such-encoding\"?><a>\u00e9</a>")]
    [InlineData("utf-8", "{ \"name\": \"\u00e9\" }")]
    [InlineData("utf-8", "")]
    [InlineData("utf-16", "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>\u00e9</a>")]
    [InlineData("utf-16", "{ \"name\": \"\u00e9\" }")]
    [InlineData("utf-16BE", "{ \"name\": \"\u00e9\" }")]
    public void A_document_is_decoded_as_it_declares(string encoding, string text)
    {
        byte[] bytes = Encoding.GetEncoding(encoding).GetBytes(text);

        Assert.Equal(text, Read(bytes));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void A_byte_order_mark_takes_precedence_over_the_declaration(string encoding)
    {
        const string text = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\u00e9</a>";
        var marked = Encoding.GetEncoding(encoding);

        Assert.Equal(text, Read([.. marked.GetPreamble(), .. marked.GetBytes(text)]));
    }

    private static string Read(byte[] bytes)
    {
        using StreamReader reader = DocumentText.Open(new MemoryStream(bytes));
        return reader.ReadToEnd();
    }
}

using System;
using JobStatus.Reports;
using Xunit;

namespace JobStatus.Services.Tests.Reports;

/// <summary>Tests the writer of HTML and SVG.</summary>
public sealed class MarkupWriterTests
{
    [Fact]
    public void Texts_and_attributes_are_escaped() =>
        Assert.Equal(
            "<p title=\"a&#34;&#38;&#60;\">&#60;b&#62; &#34; ' &#38;amp;</p>",
            new MarkupWriter().Start("p").Attribute("title", "a\"&<").Text("<b> \" ' &amp;").End().ToString());

    [Fact]
    public void Characters_outside_ASCII_are_references_and_invalid_characters_are_replaced() =>
        Assert.Equal(
            "<p>&#233;&#119070;&#65533;&#65533;&#65533;x</p>",
            new MarkupWriter().Element("p", "é𝄞\0\uD834\uFFFEx").ToString());

    [Fact]
    public void Elements_without_content_are_closed() =>
        Assert.Equal(
            "<td></td><br/><a><rect x=\"1\"/></a>",
            new MarkupWriter().Start("td").End().Start("br").EndEmpty()
                .Start("a").Start("rect").Attribute("x", "1").Attribute("y", null).EndEmpty().End().ToString());

    [Fact]
    public void An_element_that_is_not_closed_and_a_late_attribute_are_errors()
    {
        Assert.Throws<InvalidOperationException>(() => new MarkupWriter().Start("p").ToString());
        Assert.Throws<InvalidOperationException>(() => new MarkupWriter().Start("p").Text("a").Attribute("class", "b"));
    }
}

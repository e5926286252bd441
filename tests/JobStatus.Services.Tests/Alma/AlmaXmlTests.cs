using System;
using System.Linq;
using System.Xml;
using JobStatus.Services.Alma;
using JobStatus.Services.Json;
using JobStatus.Services.Tests.Json;
using Xunit;

namespace JobStatus.Services.Tests.Alma;

public sealed class AlmaXmlTests
{
    public static TheoryData<string> Elements =>
    [
        "id", "external_id", "name", "submitted_by", "submit_time", "start_time", "end_time", "progress", "status", "status_date",
        "alerts", "counters", "actions", "job_info", "something_new",
    ];

    [Theory]
    [MemberData(nameof(Elements))]
    public void Text_is_kept_in_every_element(string name) =>
        AssertKept($"<{name}>kept one</{name}>", "kept one");

    [Theory]
    [MemberData(nameof(Elements))]
    public void Child_elements_are_kept_in_every_element(string name) =>
        AssertKept($"<{name}><new><inner>kept one</inner></new><new>kept two</new></{name}>", "kept one", "kept two");

    [Theory]
    [InlineData("external_id")]
    [InlineData("name")]
    [InlineData("submitted_by")]
    [InlineData("status")]
    [InlineData("job_info")]
    [InlineData("something_new")]
    public void Unknown_attributes_are_kept(string name)
    {
        AssertKept($"<{name} new=\"kept one\">text</{name}>", "kept one", "text");
        AssertKept($"<{name} xmlns:a=\"urn:a\" xmlns:b=\"urn:b\" a:new=\"1\" b:new=\"kept one\">text</{name}>", "kept one", "text");
    }

    [Theory]
    [InlineData("<counters>\n  </counters>")]
    [InlineData("<alerts> </alerts><actions>\t</actions><job_info>\r\n</job_info>")]
    public void White_space_is_ignored(string xml) =>
        Assert.Empty(Read(xml).AdditionalData);

    [Theory]
    [MemberData(nameof(Elements))]
    public void An_empty_element_is_valid(string name)
    {
        Assert.NotNull(ObjectDump.Text(Read($"<{name}/>")));
        Assert.NotNull(ObjectDump.Text(Read($"<{name}></{name}>")));
    }

    [Theory]
    [InlineData("<counters><counter>kept one</counter><counter><value>kept two</value></counter></counters>")]
    [InlineData("<counters><counter><type><new>kept one</new></type><value><new>kept two</new></value></counter></counters>")]
    [InlineData("<counters><counter new=\"kept one\"><extra>kept two</extra></counter></counters>")]
    [InlineData("<alerts><alert>kept one</alert><alert><new>kept two</new></alert></alerts>")]
    [InlineData("<job_info><id><new>kept one</new></id><type><new>kept two</new></type></job_info>")]
    [InlineData("<job_info new=\"kept one\"><extra desc=\"kept two\">text</extra></job_info>")]
    [InlineData("<actions><action>kept one</action><action><name>kept two</name></action></actions>")]
    public void Unexpected_items_are_kept(string xml) =>
        AssertKept(xml, "kept one", "kept two");

    [Fact]
    public void An_item_with_the_name_of_another_field_is_kept_and_does_not_replace_the_field()
    {
        AlmaJobInstance job = Read("<name>the name</name><counters><name>kept one</name><counter><value>2</value></counter></counters>");

        Assert.Equal("the name", job.Name);
        Assert.Equal("2", Assert.Single(job.Counters).Value);
        Assert.Equal(["kept one"], Assert.IsType<object?[]>(job.AdditionalData["counter"]));
    }

    [Fact]
    public void An_unknown_element_that_is_repeated_becomes_a_list()
    {
        AlmaJobInstance job = Read("<new>one</new><new desc=\"D\">two</new><other>three</other>");

        object?[] values = Assert.IsType<object?[]>(job.AdditionalData["new"]);
        Assert.Equal("one", values[0]);
        Assert.Contains("desc] = D", ObjectDump.Text(values[1]), StringComparison.Ordinal);
        Assert.Equal("three", job.AdditionalData["other"]);
    }

    [Fact]
    public void The_last_of_several_known_elements_with_the_same_name_applies() =>
        Assert.Equal("two", Read("<name>one</name><name>two</name>").Name);

    [Fact]
    public void An_action_is_a_text_or_an_object()
    {
        AlmaJobInstance job = Read("<actions><action>Publish</action><action><name>Index</name><count>5</count></action></actions>");

        Assert.Equal("Publish", job.Actions[0]);
        Assert.Equal(
            ObjectDump.Lines(Responses.AlmaInstance("""{ "action": ["Publish", { "name": "Index", "count": "5" }] }""").Actions),
            ObjectDump.Lines(job.Actions));
    }

    [Fact]
    public void Namespaces_and_white_space_around_values_are_ignored()
    {
        AlmaJobInstance job = ReadDocument("""
            <n:job_instance xmlns:n="http://example.org/n" xmlns="http://example.org/other" link="/conf/jobs/M1/instances/5">
              <n:id>5</n:id><progress> 50 </progress><start_time>
                2025-10-05T09:11:32Z
              </start_time>
            </n:job_instance>
            """, "5");

        Assert.Equal(50.0, job.Progress);
        Assert.Equal(new DateTimeOffset(2025, 10, 5, 9, 11, 32, TimeSpan.Zero), job.StartedInstant);
        Assert.Equal(new Uri("/conf/jobs/M1/instances/5", UriKind.Relative), job.Uri);
        Assert.Empty(job.AdditionalData);
    }

    [Theory]
    [InlineData("<a><!DOCTYPE a></a>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")]
    [InlineData("<!DOCTYPE a SYSTEM \"file:///etc/hostname\"><a/>")]
    [InlineData("<a>&undefined;</a>")]
    [InlineData("<a><b></a>")]
    [InlineData("<a/><b/>")]
    [InlineData("<a")]
    [InlineData("")]
    [InlineData("<a>\u0001</a>")]
    public void Invalid_Xml_and_document_types_are_rejected(string xml) =>
        Assert.Throws<XmlException>(() => AlmaXml.Parse(xml));

    [Fact]
    public void Xml_that_is_nested_too_deeply_is_rejected() =>
        Assert.Throws<XmlException>(() => AlmaXml.Parse(
            string.Concat(Enumerable.Repeat("<a>", 10_000)) + string.Concat(Enumerable.Repeat("</a>", 10_000))));

    private static AlmaJobInstance Read(string content) =>
        ReadDocument($"<job_instance>{content}</job_instance>", "requested");

    private static AlmaJobInstance ReadDocument(string xml, string id)
    {
        using ResponseTree tree = AlmaXml.Parse(xml);
        return AlmaReader.Instance(tree.Object, null, id, null, default)!;
    }

    private static void AssertKept(string content, params string[] kept)
    {
        string dump = ObjectDump.Text(Read(content));
        Assert.All(kept, text => Assert.Contains(text, dump, StringComparison.Ordinal));
    }
}

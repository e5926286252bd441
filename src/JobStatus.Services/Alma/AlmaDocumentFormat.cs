using System;
using JobStatus.Services.Documents;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alma;

/// <summary>The bodies of JOB_END webhooks, and responses with job instances.</summary>
internal sealed class AlmaDocumentFormat : DocumentFormat
{
    public override string Service => "Alma";

    public override bool AcceptsXml => true;

    internal override string RunMember => AlmaReader.InstanceList;

    private protected override string RunName => "job instance";

    private protected override string RecommendedAction =>
        "Use a job instance from Alma in JSON or XML, or the body of a JOB_END webhook.";

    private protected override ListPage<RemoteJob> ReadRuns(ResponseTree tree, DateTimeOffset observedAt, bool isItem) =>
        AlmaReader.Document(tree, observedAt, isItem);

    private protected override ResponseTree ParseXml(string text) => AlmaXml.Parse(text);
}

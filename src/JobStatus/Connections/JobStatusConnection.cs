using System;
using JobStatus.Completion;
using JobStatus.Services;

namespace JobStatus;

/// <summary>A connection to a service, without its secret.</summary>
public sealed class JobStatusConnection
{
    internal JobStatusConnection(JobServiceClient client, string origin)
    {
        Client = client;
        Service = client.Service;
        Name = client.Name;
        BaseUri = client.BaseUri;
        Origin = origin;
    }

    /// <summary>The service's name: Alma, Xplenty or Alteryx.</summary>
    public string Service { get; }

    /// <summary>The connection's name, unique within its service.</summary>
    public string Name { get; }

    /// <summary>Whether cmdlets of this service use it when no connection is named.</summary>
    public bool IsDefault => ConnectionStore.IsDefault(this);

    /// <summary>Where the service is.</summary>
    public Uri BaseUri { get; }

    /// <summary>How it came to be: by a command, or from environment variables.</summary>
    public string Origin { get; }

    internal JobServiceClient Client { get; }

    /// <summary>What was read through it, for completing.</summary>
    internal SeenInSession Seen { get; } = new();

    /// <summary>What its service said to completers.</summary>
    internal ServiceAnswers Answers { get; } = new();

    /// <summary>The connection's name.</summary>
    /// <returns>The connection's name.</returns>
    public override string ToString() => Name;
}

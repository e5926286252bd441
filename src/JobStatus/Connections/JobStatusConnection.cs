using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Services;

namespace JobStatus;

/// <summary>A connection to a service. Its public members do not contain the credentials.</summary>
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

    /// <summary>The name of the service: Alma, Xplenty or Alteryx.</summary>
    public string Service { get; }

    /// <summary>The name of the connection, which is unique for the service.</summary>
    public string Name { get; }

    /// <summary>
    /// True if this is the default connection, which cmdlets for the service use if no connection is specified.
    /// </summary>
    public bool IsDefault => ConnectionStore.IsDefault(this);

    /// <summary>The address of the service.</summary>
    public Uri BaseUri { get; }

    /// <summary>What created the connection: the name of a cmdlet, or "Environment variables".</summary>
    public string Origin { get; }

    internal JobServiceClient Client { get; }

    /// <summary>The ids of objects that were read through this connection, for completion.</summary>
    internal SessionHistory History { get; } = new();

    /// <summary>The lists that completers read through this connection.</summary>
    internal CompletionCache CompletionCache { get; } = new();

    /// <summary>Returns a list that a completer reads from the service, from the cache if it was read recently.</summary>
    internal IReadOnlyList<T> ReadForCompletion<TClient, T>(string key, Func<TClient, CallContext, Task<IReadOnlyList<T>>> read)
        where TClient : class =>
        CompletionCache.Get(key, call => read((TClient)(object)Client, call));

    /// <summary>Returns the name of the connection.</summary>
    /// <returns>The name of the connection.</returns>
    public override string ToString() => Name;
}

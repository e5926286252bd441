using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Services;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>The base class of the cmdlets that add members to an existing set, or remove them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AlmaSetMemberCommand : AlmaMembersCommand
{
    private string? _boundSetId;
    private ConnectionReference? _boundConnection;
    private ConnectionReference? _setConnection;
    private string? _setId;
    private AlmaClient? _client;

    /// <summary>The id of the set, or the set itself.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AlmaSetCompleter))]
    [JobIdArgument(Service = "Alma", AcceptsSets = true)]
    [ValidateNotNullOrEmpty]
    public string SetId { get; set; } = string.Empty;

    /// <summary>The ids of the members. They are sent in order, up to 1,000 in each request.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [JobIdArgument(Service = "Alma")]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[] MemberId { get; set; } = [];

    /// <summary>What the cmdlet does, for ShouldProcess.</summary>
    private protected abstract string Action { get; }

    /// <summary>Finds the connection of a set that was specified instead of its id.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _setConnection = Connection is null ? FindConnection(SetId) : null;
    }

    /// <summary>Takes the ids of one object. The connection of the set takes precedence over that of a piped member.</summary>
    protected override void ProcessRecord()
    {
        Connection = _setConnection ?? Connection;
        ProcessIds(MemberId);
    }

    /// <summary>Changes the members of the set. The ids may be sent later.</summary>
    private protected virtual void ProcessIds(IEnumerable<string> ids)
    {
        if (SetId != _boundSetId || !Equals(Connection, _boundConnection))
        {
            SendPiece();
            OnSetChanged();
            _boundSetId = SetId;
            _boundConnection = Connection;
            OpenSet();
        }

        if (_client is not null)
        {
            AddIds(ids);
        }
    }

    /// <summary>Sends the last piece.</summary>
    protected override void EndProcessing()
    {
        SendPiece();
        OnSetChanged();
        base.EndProcessing();
    }

    private protected sealed override void Send(string[] ids)
    {
        if (Target is var (client, setId)
            && !Send(ids, (onAccepted, onRejected, call) => ChangeAsync(client, setId, ids, onAccepted, onRejected, call)))
        {
            _client = null;
        }
    }

    /// <summary>The client and the id of the set. Null if nothing more is sent to the set.</summary>
    private protected (AlmaClient Client, string SetId)? Target =>
        _client is { } client && _setId is { } setId ? (client, setId) : null;

    /// <summary>Called when no more members of a set follow.</summary>
    private protected virtual void OnSetChanged()
    {
    }

    private protected abstract Task ChangeAsync(
        AlmaClient client,
        string setId,
        string[] ids,
        Action<int> onAccepted,
        Action<string, JobServiceException> onRejected,
        CallContext call);

    private void OpenSet()
    {
        _client = null;
        _setId = FindId(SetId, static (client, text) => ((AlmaClient)client).GetSetId(text));
        if (_setId is not null && ShouldProcess($"Alma set {_setId}", Action))
        {
            _client = FindClient<AlmaClient>(_setId);
        }
    }
}

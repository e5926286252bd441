using System;
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
    private string? _setId;
    private AlmaClient? _client;

    /// <summary>The id of the set.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AlmaSetCompleter))]
    [JobIdArgument(Service = "Alma")]
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

    /// <summary>Takes the ids of one object.</summary>
    protected override void ProcessRecord()
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
            AddIds(MemberId);
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
        if (_client is { } client && _setId is { } setId
            && !Send(ids, (onAccepted, onRejected, call) => ChangeAsync(client, setId, ids, onAccepted, onRejected, call)))
        {
            _client = null;
        }
    }

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

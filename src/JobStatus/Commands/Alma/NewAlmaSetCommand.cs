using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Creates an itemized Alma set, and adds members to it.</summary>
[Cmdlet(VerbsCommon.New, "AlmaSet", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "New-AlmaSet.md")]
[OutputType(typeof(AlmaSet))]
public sealed class NewAlmaSetCommand : AlmaMembersCommand
{
    private bool _wasCreated;
    private AlmaClient? _client;
    private AlmaSet? _set;

    /// <summary>The name of the set. No other set can have the same name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>The type of the members, as an Alma code, such as USER.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(AlmaContentCompleter))]
    [ValidateNotNullOrEmpty]
    public string Content { get; set; } = string.Empty;

    /// <summary>The ids of the members. They are sent in order, up to 1,000 in each request.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [JobIdArgument(Service = "Alma")]
    [ValidateNotNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[] MemberId { get; set; } = [];

    /// <summary>The description of the set.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Description { get; set; }

    /// <summary>A note about the set.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Note { get; set; }

    /// <summary>Makes the set visible to all users. Without it, only the owner of the API key can see the set.</summary>
    [Parameter]
    public SwitchParameter Public { get; set; }

    private protected override string? SetDescription => $"Alma set {_set} was created, but it is incomplete.";

    /// <summary>Takes the ids of one object.</summary>
    protected override void ProcessRecord() => AddIds(MemberId);

    /// <summary>Sends the last piece, and writes the set unless it is incomplete.</summary>
    protected override void EndProcessing()
    {
        SendPiece();
        Create();
        base.EndProcessing();
        if (_set is not null && IsComplete)
        {
            SessionHistory.Record(_set);
            WriteObject(_set);
        }
    }

    private protected override void Send(string[] ids)
    {
        Create();
        if (_client is not { } client || _set is not { SetId: var setId })
        {
            return;
        }

        bool mayContinue = Send(ids, async (onAccepted, onRejected, call) =>
            _set = await client.AddMembersAsync(setId, ids, IdType, onAccepted, onRejected, call).ConfigureAwait(false) ?? _set);
        _client = mayContinue ? client : null;
    }

    // The set is created when its first piece is full, or at the end, so that a pipeline that fails early creates no set.
    private void Create()
    {
        if (_wasCreated)
        {
            return;
        }

        _wasCreated = true;
        var request = new AlmaNewSet(Name, Content) { Description = Description, Note = Note, Private = !Public };
        if (ShouldProcess($"Alma set '{Name}'", $"Create with {request}") && FindClient<AlmaClient>(Name) is { } client)
        {
            _client = client;
            Start(client, Name, async call =>
            {
                _set = await client.CreateSetAsync(request, call).ConfigureAwait(false);
                call.Verbose($"Alma set {_set} was created.");
            });
            Pump.FinishWork();
        }
    }
}

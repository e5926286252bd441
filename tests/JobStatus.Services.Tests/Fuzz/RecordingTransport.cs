using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Tests.Fuzz;

/// <summary>Keeps the answers that come through a network, by the call that they belong to.</summary>
internal sealed class RecordingTransport : DelegatingHandler
{
    public RecordingTransport()
        : base(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
    }

    /// <summary>The call that is made.</summary>
    public string Call { get; set; } = "";

    public Dictionary<string, List<FuzzExample>> Answers { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        string call = MutatedTransport.IsToken(request) ? MutatedTransport.TokenCall : Call;
        if (!Answers.TryGetValue(call, out List<FuzzExample>? answers))
        {
            Answers[call] = answers = [];
        }

        answers.Add(new FuzzExample((int)response.StatusCode, response.Content.Headers.ContentType?.ToString() ?? "", body));
        return response;
    }
}

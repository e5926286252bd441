using System;
using Xunit;

namespace JobStatus.Services.Tests.Model;

public sealed class AlteryxJobTests
{
    [Theory]
    [InlineData("Created", null, RemoteJobState.Queued, false)]
    [InlineData("Queued", "None", RemoteJobState.Queued, false)]
    [InlineData("Initializing", "None", RemoteJobState.Running, false)]
    [InlineData("Running", null, RemoteJobState.Running, false)]
    [InlineData("Running", "Error", RemoteJobState.Running, false)]
    [InlineData("Queued", "Success", RemoteJobState.Queued, false)]
    [InlineData("Completed", "Success", RemoteJobState.Completed, true)]
    [InlineData("Completed", "Warning", RemoteJobState.CompletedWithWarnings, true)]
    [InlineData("Completed", "Error", RemoteJobState.Failed, true)]
    [InlineData("Completed", "UnresolvedError", RemoteJobState.Failed, true)]
    [InlineData("Completed", "Cancelled", RemoteJobState.Stopped, true)]
    [InlineData("Completed", "None", RemoteJobState.Unknown, true)]
    [InlineData("Completed", "", RemoteJobState.Unknown, true)]
    [InlineData("Completed", null, RemoteJobState.Unknown, true)]
    [InlineData("Completed", "Splendid", RemoteJobState.Unknown, true)]
    [InlineData("Complete", "Success", RemoteJobState.Completed, true)]
    [InlineData("Complete", "Error", RemoteJobState.Failed, true)]
    [InlineData("Complete", null, RemoteJobState.Unknown, true)]
    [InlineData("completed", "SUCCESS", RemoteJobState.Completed, true)]
    [InlineData("COMPLETED", "error", RemoteJobState.Failed, true)]
    [InlineData("Cancelled", "None", RemoteJobState.Stopped, true)]
    [InlineData("Cancelled", "Success", RemoteJobState.Stopped, true)]
    [InlineData("Error", null, RemoteJobState.Failed, true)]
    [InlineData("Error", "Success", RemoteJobState.Failed, true)]
    [InlineData("Timeout", null, RemoteJobState.Failed, true)]
    [InlineData("string", "string", RemoteJobState.Unknown, false)]
    [InlineData("Done", "Success", RemoteJobState.Unknown, false)]
    [InlineData("", "Success", RemoteJobState.Unknown, false)]
    [InlineData(null, "Success", RemoteJobState.Unknown, false)]
    [InlineData(null, null, RemoteJobState.Unknown, false)]
    public void Status_and_disposition_make_the_state_together(string? status, string? disposition, RemoteJobState state, bool isFinished)
    {
        AlteryxJob job = new() { Status = status, Disposition = disposition };

        Assert.Equal(state, job.State);
        Assert.Equal(isFinished, job.IsFinished);
        Assert.Equal(status, job.Status);
        Assert.Equal(disposition, job.Disposition);
    }

    [Theory]
    [InlineData(1, AlteryxMessageSeverity.Information)]
    [InlineData(2, AlteryxMessageSeverity.Warning)]
    [InlineData(3, AlteryxMessageSeverity.Error)]
    [InlineData(5, AlteryxMessageSeverity.FieldConversionError)]
    [InlineData(6, AlteryxMessageSeverity.ConversionLimitReached)]
    [InlineData(20, AlteryxMessageSeverity.LowDiskSpace)]
    [InlineData(0, AlteryxMessageSeverity.Unknown)]
    [InlineData(4, AlteryxMessageSeverity.Unknown)]
    [InlineData(-1, AlteryxMessageSeverity.Unknown)]
    [InlineData(null, AlteryxMessageSeverity.Unknown)]
    public void The_number_of_a_message_is_kept_and_named_where_it_is_known(int? status, AlteryxMessageSeverity severity)
    {
        AlteryxJobMessage message = new() { Status = status };

        Assert.Equal(severity, message.Severity);
        Assert.Equal(status, message.Status);
    }

    [Fact]
    public void The_message_of_a_failed_job_is_its_first_error_and_how_many_more()
    {
        AlteryxJob job = Failed(Message(1, "Started"), Message(2, "Odd value"), Message(3, "No\r\ninput file"), Message(3, " "), Message(3, "Ended with errors"));

        Assert.Equal("No input file (and 1 more)", job.Message);
    }

    [Fact]
    public void A_failed_job_with_one_error_says_just_that() =>
        Assert.Equal("No input file", Failed(Message(3, "No input file"), Message(1, "Ended")).Message);

    [Fact]
    public void A_failed_job_without_errors_gives_its_warnings() =>
        Assert.Equal("Odd value", Failed(Message(1, "Started"), Message(2, "Odd value")).Message);

    [Fact]
    public void A_failed_job_without_either_gives_no_reason() =>
        Assert.Null(Failed(Message(1, "Started"), Message(null, "Text"), Message(3, null)).Message);

    [Theory]
    [InlineData("Completed", "Success")]
    [InlineData("Running", "None")]
    [InlineData("string", "string")]
    public void A_job_that_succeeded_or_goes_on_has_no_message(string status, string disposition) =>
        Assert.Null(new AlteryxJob { Status = status, Disposition = disposition, Messages = [Message(3, "Text")] }.Message);

    [Fact]
    public void A_finished_job_of_unknown_result_gives_its_errors() =>
        Assert.Equal("Text", new AlteryxJob { Status = "Completed", Messages = [Message(3, "Text")] }.Message);

    [Fact]
    public void What_Alteryx_does_not_tell_is_null()
    {
        AlteryxJob job = new() { Status = "Completed", Disposition = "Success", ExecutionTime = TimeSpan.FromSeconds(5) };

        Assert.Null(job.PercentComplete);
        Assert.Null(job.FinishedAt);
        Assert.Equal(TimeSpan.FromSeconds(5), job.Duration);
        Assert.Null(new AlteryxJob().Duration);
    }

    [Fact]
    public void Parts_show_what_people_know_them_by()
    {
        Assert.Equal("report.yxdb", new AlteryxJobOutput { Id = "1", FileName = "report.yxdb" }.ToString());
        Assert.Equal("1", new AlteryxJobOutput { Id = "1" }.ToString());
        Assert.Equal("Started", new AlteryxJobMessage { Text = "Started" }.ToString());
        Assert.Equal("", new AlteryxJobMessage().ToString());
    }

    private static AlteryxJob Failed(params AlteryxJobMessage[] messages) =>
        new() { Status = "Completed", Disposition = "Error", Messages = messages };

    private static AlteryxJobMessage Message(int? status, string? text) => new() { Status = status, Text = text };
}

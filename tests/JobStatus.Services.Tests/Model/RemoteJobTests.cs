using System;
using System.Linq;
using Xunit;

namespace JobStatus.Services.Tests.Model;

public sealed class RemoteJobTests
{
    public static TheoryData<object> Empty =>
    [
        new AlmaJobInstance(),
        new AlmaJobInfo(),
        new AlmaCounter(),
        new XplentyJob(),
        new XplentyJobOutput(),
        new XplentyComponent(),
        new XplentyJobCreator(),
        new XplentyReference(),
        new XplentyLogSummary(),
        new AlteryxJob(),
        new AlteryxJobOutput(),
        new AlteryxJobMessage(),
    ];

    public static TheoryData<object> Harmful =>
    [
        new AlmaJobInstance { Id = HarmfulText.All, Name = HarmfulText.All },
        new XplentyJob { Id = HarmfulText.All },
        new AlteryxJob { Id = "1", Name = HarmfulText.All },
        new AlmaCodedValue(HarmfulText.All),
        new AlmaCodedValue("code", HarmfulText.All),
        new AlmaCounter { Type = new(HarmfulText.All), Value = HarmfulText.All },
        new AlmaJobInfo { Name = HarmfulText.All },
        new AlmaJobInfo { Id = HarmfulText.All },
        new XplentyJobOutput { Name = HarmfulText.All },
        new XplentyComponent { Name = HarmfulText.All },
        new XplentyJobCreator { DisplayName = HarmfulText.All },
        new XplentyJobCreator { Type = HarmfulText.All },
        new XplentyReference { Name = HarmfulText.All },
        new XplentyLogSummary { Body = HarmfulText.All },
        new XplentyLogSummary { ErrorSummary = HarmfulText.All },
        new AlteryxJobOutput { FileName = HarmfulText.All },
        new AlteryxJobOutput { Id = HarmfulText.All },
        new AlteryxJobMessage { Text = HarmfulText.All },
    ];

    [Theory]
    [MemberData(nameof(Empty), DisableDiscoveryEnumeration = true)]
    public void Lists_and_additional_data_are_never_null(object empty)
    {
        Type[] collections = [typeof(System.Collections.IEnumerable)];
        foreach (var property in empty.GetType().GetProperties()
            .Where(property => property.PropertyType != typeof(string) && collections.Any(type => type.IsAssignableFrom(property.PropertyType))))
        {
            Assert.Empty(Assert.IsType<System.Collections.IEnumerable>(property.GetValue(empty), exactMatch: false));
        }

        Assert.Contains(empty.GetType().GetProperties(), property => property.Name == nameof(RemoteJob.AdditionalData));
    }

    [Theory]
    [MemberData(nameof(Empty), DisableDiscoveryEnumeration = true)]
    public void Everything_can_be_shown_when_nothing_is_known(object empty) =>
        Assert.NotNull(empty.ToString());

    [Theory]
    [MemberData(nameof(Harmful), DisableDiscoveryEnumeration = true)]
    public void What_is_shown_is_one_line_without_anything_that_a_terminal_obeys(object harmful)
    {
        string shown = harmful.ToString()!;

        Assert.DoesNotContain(shown, HarmfulText.Harms);
        Assert.Contains("red", shown, StringComparison.Ordinal);
        Assert.Contains("two lines", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_are_made_harmless_too()
    {
        RemoteJob[] jobs =
        [
            new AlmaJobInstance { Status = "FAILED", Alerts = [new("a", HarmfulText.All)] },
            new XplentyJob { Status = "failed", Errors = HarmfulText.All },
            new AlteryxJob { Status = "Error", Messages = [new() { Status = 3, Text = HarmfulText.All }] },
        ];

        Assert.All(jobs, job => Assert.DoesNotContain(job.Message!, HarmfulText.Harms));
    }

    [Fact]
    public void The_words_of_the_service_stay_as_they_came()
    {
        AlmaJobInstance job = new() { Name = HarmfulText.All, Status = HarmfulText.All, StatusDescription = HarmfulText.All };

        Assert.Equal(HarmfulText.All, job.Name);
        Assert.Equal(HarmfulText.All, job.Status);
        Assert.Equal(HarmfulText.All, job.StatusDescription);
    }

    [Theory]
    [InlineData("Orders", "Xplenty 157 (Orders)")]
    [InlineData(" Orders \n to warehouse ", "Xplenty 157 (Orders to warehouse)")]
    [InlineData(" ", "Xplenty 157")]
    [InlineData(null, "Xplenty 157")]
    public void A_job_shows_its_service_its_id_and_its_name(string? name, string shown) =>
        Assert.Equal(shown, new XplentyJob { Id = "157", Name = name }.ToString());
}

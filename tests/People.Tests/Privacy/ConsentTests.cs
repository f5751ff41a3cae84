using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.People.Accounts;
using Linli.People.Privacy.Consents;
using Linli.People.Register;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests.Privacy;

public class ConsentTests
{
    private const string Phone = "13800001111";

    [Fact]
    public async Task Consent_GivenAndWithdrawn_IsAskedOfOthersAndKeptAsHistory()
    {
        await using var town = await Town.Found();
        var resident = await town.ResidentClient(Phone);
        var use = await Use(resident, Purposes.GateCredential);
        use.GetProperty("givenAt").ValueKind.ShouldBe(JsonValueKind.Null);

        await Town.Body(await Give(resident, Purposes.GateCredential, 1));
        var person = (await Town.Body(await resident.GetAsync("/api/v1/me/consents"))).GetProperty("person").GetGuid();
        (await Has(town, person, Purposes.GateCredential)).ShouldBeTrue();
        (await town.InScope(s => s.GetRequiredService<IConsents>().Missing(person, Purposes.GateFace, CancellationToken.None)))!.Code.ShouldBe("consent_missing");

        await Town.Body(await resident.DeleteAsync($"/api/v1/me/consents/{Purposes.GateCredential}"));
        (await Has(town, person, Purposes.GateCredential)).ShouldBeFalse();
        var history = (await Town.Body(await resident.GetAsync("/api/v1/me/consents"))).GetProperty("history");
        history.GetArrayLength().ShouldBe(1);
        history[0].GetProperty("withdrawnAt").ValueKind.ShouldBe(JsonValueKind.String);
        history[0].GetProperty("hash").GetString()!.Length.ShouldBe(64);
    }

    [Fact]
    public async Task Consent_ToASensitiveUseWithoutAssessment_CannotBeAsked()
    {
        await using var town = await Town.Found();
        var resident = await town.ResidentClient(Phone);
        (await Use(resident, Purposes.GateFace)).GetProperty("mayAsk").GetBoolean().ShouldBeFalse();
        (await Town.Problem(await Give(resident, Purposes.GateFace, 1), HttpStatusCode.Conflict)).ShouldBe("assessment_missing");
    }

    [Fact]
    public async Task Consent_ToAnOlderTextOrToNoPurpose_IsRefused()
    {
        await using var town = await Town.Found();
        var resident = await town.ResidentClient(Phone);
        (await Town.Problem(await Give(resident, Purposes.GateCredential, 0), HttpStatusCode.Conflict)).ShouldBe("consent_text_changed");
        (await Town.Problem(await Give(resident, "selling-data", 1), HttpStatusCode.BadRequest)).ShouldBe("purpose_unknown");
        (await Town.Problem(await Give(resident, "register", 1), HttpStatusCode.BadRequest)).ShouldBe("purpose_needs_no_consent");
        (await Town.Problem(await Give(resident, Purposes.GateCredential, 1, Guid.CreateVersion7()), HttpStatusCode.NotFound)).ShouldBe("person_not_found");
    }

    [Fact]
    public async Task Consent_OfAChild_IsGivenByTheGuardianAndNotByTheChild()
    {
        await using var town = await Town.Found();
        var guardian = await town.ResidentClient(Phone);
        var stranger = await town.ResidentClient("13800002222");
        var child = await town.ResidentClient("13800003333");
        var childId = await PersonOf(child);
        await Born(town, childId, town.Time.GetUtcNow().AddYears(-9));
        (await Town.Problem(await Give(child, Purposes.GateCredential, 1), HttpStatusCode.Forbidden)).ShouldBe("guardian_consents");
        await Guard(town, await PersonOf(guardian), childId);

        (await Town.Problem(await Give(stranger, Purposes.GateCredential, 1, childId), HttpStatusCode.NotFound)).ShouldBe("person_not_found");
        await Town.Body(await Give(guardian, Purposes.GateCredential, 1, childId));
        (await Has(town, childId, Purposes.GateCredential)).ShouldBeTrue();
        (await Has(town, await PersonOf(guardian), Purposes.GateCredential)).ShouldBeFalse();
        (await Town.Problem(await stranger.GetAsync($"/api/v1/me/consents?person={childId}"), HttpStatusCode.NotFound)).ShouldBe("person_not_found");
        await Town.Body(await child.DeleteAsync($"/api/v1/me/consents/{Purposes.GateCredential}"));
        (await Has(town, childId, Purposes.GateCredential)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(7, true, false, "too_young_to_consent")]
    [InlineData(8, true, false, "guardian_consents")]
    [InlineData(13, true, false, "guardian_consents")]
    [InlineData(13, false, true, null)]
    [InlineData(14, true, false, null)]
    [InlineData(14, false, true, "answers_alone")]
    [InlineData(30, false, false, "person_not_found")]
    public void MayGive_DependsOnTheAge(int age, bool self, bool guardian, string? code)
    {
        var today = new DateOnly(2026, 11, 23);
        ConsentRules.MayGive(today.AddYears(-age), self, guardian, today)?.Code.ShouldBe(code);
        if (code is null)
            ConsentRules.MayGive(today.AddYears(-age), self, guardian, today).ShouldBeNull();
    }

    internal static Task<HttpResponseMessage> Give(HttpClient client, string purpose, int version, Guid? person = null) =>
        client.PostAsJsonAsync("/api/v1/me/consents", new { purpose, version, person });

    internal static async Task<Guid> PersonOf(HttpClient client) =>
        (await Town.Body(await client.GetAsync("/api/v1/me/consents"))).GetProperty("person").GetGuid();

    internal static Task<int> Born(Town town, Guid person, DateTimeOffset at) => town.InScope(s =>
        s.GetRequiredService<LinliDb>().Records<Person>().Where(p => p.Id == person)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.BirthDate, DateOnly.FromDateTime(at.UtcDateTime))));

    internal static Task<int> Guard(Town town, Guid guardian, Guid child) => town.InScope(s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        db.Records<Guardianship>().Add(new()
        {
            Id = Guid.CreateVersion7(town.Time.GetUtcNow()), GuardianId = guardian, ChildId = child, Kind = GuardianKind.Parent, From = town.Time.GetUtcNow(),
        });
        return db.SaveChangesAsync();
    });

    private static Task<bool> Has(Town town, Guid person, string purpose) =>
        town.InScope(s => s.GetRequiredService<IConsents>().Has(person, purpose, CancellationToken.None));

    private static async Task<JsonElement> Use(HttpClient client, string purpose) =>
        (await Town.Body(await client.GetAsync("/api/v1/me/consents"))).GetProperty("uses").EnumerateArray()
            .Single(u => u.GetProperty("purpose").GetString() == purpose);
}

using System.Net;
using System.Text.Json;
using Linli.People;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Services;
using Linli.Services.Gates;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SimulatedGate = Linli.Server.Simulation.SimulatedGate;

namespace Linli.Scenes.Tests.MovingIn;

/// <summary>Faces at gates: separate consent, another way first, nothing of a face on the server (S07, R41).</summary>
[Trait("Feature", "S07")]
public class FaceTests
{
    [Fact]
    public async Task WithdrawnConsent_EndsEverythingThatStoodOnIt()
    {
        await using var town = await TestTown.Found();
        var (gate, id) = await town.Gate(hasFace: true);
        await town.Assess(Purposes.GateFace);
        var tenant = await town.Settled();
        var pin = await tenant.Pin();
        await tenant.Agree(Purposes.GateFace);
        var face = await (await town.StaffClient("worker")).Post("/gates/faces", new { tie = await tenant.Tie(), gates = new[] { id } }).Good();
        await gate.PullAndConfirm(default);
        gate.ShowFace(face.Id()).ShouldBeTrue();
        (await tenant.Credentials()).Select(c => c.Text("validUntil")).Distinct().ShouldHaveSingleItem("a face is good for as long as everything else, no longer");

        // A face taken back: the gate deletes it, and says so; the PIN goes on.
        await tenant.Delete($"/me/consents/{Purposes.GateFace}").Good();
        await town.DeliverEvents();
        await gate.PullAndConfirm(default);
        gate.ShowFace(face.Id()).ShouldBeFalse();
        gate.Faces.ShouldBeEmpty();
        gate.TypePin(pin.Number, pin.Digits).ShouldBeTrue();
        var record = await town.InScope(s => s.GetRequiredService<LinliDb>().Records<FaceEnrolment>().AsNoTracking().SingleAsync());
        (record.DeletedAt, record.Reference, record.ConsentVersion).ShouldBe((Clock.Now(town.Time), null, 1));

        // 21:00: the whole consent, and everything with it.
        await tenant.Delete($"/me/consents/{Purposes.GateCredential}").Good();
        await town.DeliverEvents();
        await gate.PullAndConfirm(default);
        gate.TypePin(pin.Number, pin.Digits).ShouldBeFalse();
        (await tenant.Post("/gates/mine", new { kind = "qr" }).Refused(HttpStatusCode.Conflict)).ShouldBe("consent_missing");
    }

    [Fact]
    public async Task Face_IsRefusedWithoutSeparateConsent_WithoutAnotherWay_AndAtGatesThatCannotKeepIt()
    {
        await using var town = await TestTown.Found();
        var (_, plain) = await town.Gate();
        var (_, able) = await town.Gate("西门", hasFace: true);
        await town.Assess(Purposes.GateFace);
        var tenant = await town.Settled();
        var worker = await town.StaffClient("worker");
        var tie = await tenant.Tie();
        (await worker.Post("/gates/faces", new { tie, gates = new[] { able } }).Refused(HttpStatusCode.Conflict)).ShouldBe("consent_missing");
        await tenant.Agree(Purposes.GateFace);
        (await worker.Post("/gates/faces", new { tie, gates = new[] { able } }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.face_not_alone");
        await tenant.Pin();
        (await worker.Post("/gates/faces", new { tie, gates = new[] { plain } }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.gate_no_face");
        (await worker.Post("/gates/faces", new { tie, gates = Array.Empty<Guid>() }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.gates_missing");
        (await (await town.StaffClient("worker2")).Post("/gates/faces", new { tie, gates = new[] { able } }).Refused(HttpStatusCode.NotFound)).ShouldBe("services.tie_not_found");
        await worker.Post("/gates/faces", new { tie, gates = new[] { able } }).Good();
        (await tenant.Post("/gates/mine", new { kind = "face" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.kind_at_desk");
    }

    [Fact]
    public async Task Server_TakesAndKeepsNoFace()
    {
        await using var town = await TestTown.Found();
        var made = await (await town.StaffClient("operator")).Post("/gates", new { place = "hf-1-c", nameZh = "东门", hasFace = true }).Good();
        var device = town.Client();
        device.DefaultRequestHeaders.Add("X-Api-Key", made.Text("key"));
        var template = Convert.ToBase64String(new byte[512]);
        (await device.Post("/gates/device/enrolled", new { enrolment = Guid.CreateVersion7(TestTown.Start), reference = template }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.face_handle");
        (await device.PostAsync(new Uri("/api/v1/files", UriKind.Relative), new MultipartFormDataContent { { new ByteArrayContent(new byte[10]), "file", "face.jpg" } })).IsSuccessStatusCode.ShouldBeFalse();

        // Every table: nothing that speaks of a face but the record of its enrolment, and no column there that could hold one.
        var columns = await town.InScope(s => Task.FromResult(s.GetRequiredService<LinliDb>().Model.GetEntityTypes()
            .SelectMany(e => e.GetProperties().Select(p => (Table: e.GetTableName(), Type: e.ClrType.Name, p.Name, p.ClrType, Length: p.GetMaxLength()))).ToList()));
        columns.Where(c => Speaks(c.Table) || Speaks(c.Name)).Select(c => c.Table + "." + c.Name).Where(c => !c!.StartsWith("services_face_enrolment.", StringComparison.Ordinal))
            .ShouldBe(["services_gate.HasFace"]);
        var enrolment = columns.Where(c => c.Table == "services_face_enrolment").ToList();
        enrolment.ShouldNotContain(c => c.ClrType == typeof(byte[]));
        enrolment.Where(c => c.ClrType == typeof(string)).ShouldHaveSingleItem().Length.ShouldBe(24);
        columns.Where(c => c.Table!.StartsWith("services_", StringComparison.Ordinal)).ShouldNotContain(c => c.ClrType == typeof(byte[]));

        // Every address: none that takes or gives one; every kind of file is attached to something else.
        var api = (await town.Client().GetAsync(new Uri("/openapi/v1.json", UriKind.Relative))).Content;
        var words = JsonDocument.Parse(await api.ReadAsStringAsync()).RootElement.ToString();
        foreach (var word in new[] { "faceImage", "facePhoto", "faceTemplate", "embedding", "biometric" })
            words.ShouldNotContain(word, Case.Insensitive);

        static bool Speaks(string? name) => name is not null && new[] { "face", "biometric", "embedding", "template" }.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase))
            && !name.Contains("surface", StringComparison.OrdinalIgnoreCase) && name != "cases_template" && !name.StartsWith("cases_", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Face_OfAChildUnder14_NeedsTheGuardiansSeparateConsent()
    {
        await using var town = await TestTown.Found();
        var (gate, id) = await town.Gate(hasFace: true);
        await town.Assess(Purposes.GateFace);
        var (child, parent) = (await town.Tenant(), await town.VerifiedClient("13800000601"));
        var person = await child.Person();
        await town.InScope(s => s.GetRequiredService<LinliDb>().Records<Person>().Where(p => p.Id == person).ExecuteUpdateAsync(p => p.SetProperty(x => x.BirthDate, new DateOnly(2014, 3, 1))));
        await town.Guardian((await parent.Get("/me").Good()).Id("account"), person);
        var worker = await town.StaffClient("worker");
        foreach (var purpose in new[] { Purposes.GateCredential, Purposes.GateFace })
            (await child.Post("/me/consents", new { purpose, version = 1 }).Refused(HttpStatusCode.Forbidden)).ShouldBe("guardian_consents");
        await parent.Agree(Purposes.GateCredential, person);
        await child.Pin();
        var tie = await child.Tie();
        (await worker.Post("/gates/faces", new { tie, gates = new[] { id } }).Refused(HttpStatusCode.Conflict)).ShouldBe("consent_missing", "the consent to credentials is none to a face");
        await parent.Agree(Purposes.GateFace, person);
        await worker.Post("/gates/faces", new { tie, gates = new[] { id } }).Good();
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<FaceEnrolment>().AsNoTracking().SingleAsync())).ByGuardian.ShouldBeTrue();
        await gate.PullAndConfirm(default);

        // The child may take it back alone: taking back only protects.
        await child.Delete($"/me/consents/{Purposes.GateFace}").Good();
        await town.DeliverEvents();
        await gate.PullAndConfirm(default);
        gate.Faces.ShouldBeEmpty();
    }
}

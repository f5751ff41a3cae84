using System.Net;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Scenes.Tests;

/// <summary>Culture and study trips (S52): what can be booked, how many came, work nearby.</summary>
[Trait("Feature", "S52")]
public sealed class CultureTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Culture_IsBooked_Counted_AndOffersWork(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("operator");
        foreach (var (code, title) in new[] { ("culture-tour", "胡家老宅导览"), ("study-trip", "湿地研学一日"), ("exhibit", "乡村照片展") })
            await desk.Post("/bookings/offerings", new { kind = code, place = "hf-1", titleZh = title, capacity = 20, firstDay = "2026-11-28", from = "09:30", minutes = 90 }).Good();
        var culture = await town.Client().Get("/culture").Good();
        culture.GetProperty("offers").GetArrayLength().ShouldBe(3);
        var visitor = await town.VerifiedClient("19900000151");
        var session = culture.GetProperty("offers").EnumerateArray().Single(o => o.Text("kind") == "culture-tour").GetProperty("next")[0].Id();
        (await visitor.Post($"/bookings/sessions/{session}/reservations", new { party = 4 }).Good()).Text("state").ShouldBe("confirmed");

        // A counter that sends its reading again adds nothing; a wrong entry is taken back, but not below zero.
        (await desk.Put("/culture/sites/old-house", new { place = "hf-1", nameZh = "胡" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("culture.name");
        await desk.Put("/culture/sites/old-house", new { place = "hf-1", nameZh = "胡家老宅" }).Good();
        await desk.Post("/culture/sites/old-house/visitors", new { count = 120, key = "gate-1-0900" }).Good();
        await desk.Post("/culture/sites/old-house/visitors", new { count = 120, key = "gate-1-0900" }).Good();
        (await desk.Post("/culture/sites/old-house/visitors", new { count = 130, key = "gate-1-0900" }).Refused(HttpStatusCode.Conflict)).ShouldBe("culture.key_used");
        await desk.Post("/culture/sites/old-house/visitors", new { count = 10, day = "2026-10-02", key = "" }).Good();
        await desk.Post("/culture/sites/old-house/visitors", new { count = 20, day = "2026-10-02", key = "" }).Good();
        await desk.Post("/culture/sites/old-house/visitors", new { count = -20 }).Good();
        (await desk.Post("/culture/sites/old-house/visitors", new { count = -101 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("culture.below_zero");
        (await desk.Post("/culture/sites/old-house/visitors", new { count = 0 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("culture.count");
        (await desk.Post("/culture/sites/old-house/visitors", new { count = 1, day = "2026-12-02" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("culture.day");
        (await visitor.Post("/culture/sites/old-house/visitors", new { count = 1 })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var site = (await town.Client().Get("/culture").Good()).GetProperty("sites")[0];
        (site.GetProperty("today").GetInt32(), site.GetProperty("month").GetInt32(), site.GetProperty("year").GetInt32()).ShouldBe((100, 100, 130));

        object Job(int places, int filled, string? phone = "0571-55501234", string until = "2027-01-31") => new { place = "hf-1", title = "讲解员", employer = "映湖文旅公司", pay = "5000 元/月", phone, places, filled, until };
        (await desk.Post("/culture/jobs", Job(3, 4)).Refused(HttpStatusCode.BadRequest)).ShouldBe("jobs.places");
        (await desk.Post("/culture/jobs", Job(3, 0, phone: "打给我")).Refused(HttpStatusCode.BadRequest)).ShouldBe("jobs.phone");
        (await desk.Post("/culture/jobs", Job(3, 0, until: "2026-01-01")).Refused(HttpStatusCode.BadRequest)).ShouldBe("jobs.until");
        var job = (await desk.Post("/culture/jobs", Job(3, 0)).Good()).GetGuid();
        await desk.Put($"/culture/jobs/{job}", Job(3, 2)).Good();
        var board = await town.Client().Get("/culture").Good();
        (board.GetProperty("jobPlaces").GetInt32(), board.GetProperty("jobsFilled").GetInt32()).ShouldBe((1, 2));
        await desk.Put($"/culture/jobs/{job}", Job(3, 3)).Good();
        (await town.Client().Get("/culture").Good()).GetProperty("jobs").GetArrayLength().ShouldBe(0);
        (await desk.Get("/culture/jobs/desk").Good()).GetArrayLength().ShouldBe(1, "a full one can still be changed");

        // Sent twice by a double press, it is offered once.
        var twice = new { place = "hf-1", title = "检票员", employer = "映湖文旅公司", phone = "0571-55501234", places = 1, until = "2026-11-30", idempotencyKey = "form-1" };
        (await desk.Post("/culture/jobs", twice).Good()).GetGuid().ShouldBe((await desk.Post("/culture/jobs", twice).Good()).GetGuid());
        (await (await town.StaffClient("worker2")).Put($"/culture/jobs/{job}", Job(3, 0)).Refused(HttpStatusCode.NotFound)).ShouldBe("jobs.not_found");
    }
}

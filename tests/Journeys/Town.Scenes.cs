using System.Text;
using Linli.People;
using Linli.People.Accounts;
using Linli.People.Register;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Services.Canteen;
using Linli.Services.Canteen.Keep;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Journeys;

/// <summary>What stands in the second community before a journey begins: a library, a school, a nursery, a clinic, care, rooms.</summary>
public partial class Town
{
    /// <summary>Code of the second community, where everybody who moved in lives.</summary>
    private const string SecondCode = "hf-2";

    private string? carerLogin;

    /// <summary>The day so many days ahead of <see cref="Clock"/>, as forms and the API write it.</summary>
    public string Day(int ahead) => Clock.Today.AddDays(ahead).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The API, signed in as somebody new of the second community's staff.</summary>
    public async Task<HttpClient> Hired(string post) => await Desk(await Hire(post, at: Second));

    /// <summary>A library with three books, two of which can be borrowed and one that is on a shelf elsewhere, and a seat in its study tomorrow.</summary>
    /// <returns>The login of its desk.</returns>
    public async Task<string> Library()
    {
        var login = await Hire(Posts.Operator, at: Second);
        using var desk = await Desk(login);
        await desk.Put("/library/branches/main", new { place = SecondCode, nameZh = "图书馆和二分馆", nameEn = "Library" }).Good();
        var file = Encoding.UTF8.GetBytes("书名,ISBN,作者,条码,读者对象\n四季养生,9787530499993,王安,HF000101,\n小兔搬家,,李图,HF000201,儿童\n");
        await desk.Post("/library/imports", new { branch = "main", file, dryRun = false }).Good();
        await desk.Post("/bookings/offerings", new { kind = "library-seat", place = SecondCode, titleZh = "书房靠窗座位", capacity = 1, firstDay = Day(1), from = "09:00", minutes = 180 }).Good();
        return login;
    }

    /// <summary>A class for pupils from half past four on the next working day.</summary>
    /// <returns>The course and its day.</returns>
    public async Task<(Guid Course, DateOnly Day)> FourThirty(HttpClient office)
    {
        var day = TownClock.NextWorkingDay(Clock.Today.AddDays(1));
        var course = (await office.Post("/learning/courses", new { programme = "school", stream = "fourThirty", place = SecondCode, titleZh = "作业与手工", teacher = "何老师", firstDay = day, from = "16:30", days = "MO,TU,WE,TH,FR,SA,SU", meetings = 3, capacity = 20 }).Good()).GetGuid();
        var catalogue = (await office.Get($"/learning/office?year={day.Year}").Good()).GetProperty("catalogues")[0].Id();
        await office.Post($"/learning/catalogues/{catalogue}/publish").Good();
        return (course, day);
    }

    /// <summary>A nursery with one place for a toddler in a term that runs.</summary>
    public async Task Nursery()
    {
        using var worker = await Hired(Posts.CommunityWorker);
        await worker.Put("/nurseries/flute", new { place = SecondCode, nameZh = "小竹笛托育园", areaM2 = 500 }).Good();
        await worker.Post("/nurseries/flute/groups", new { kind = "toddler", places = 1, carers = 1, feeFen = 298_000, from = Day(-10), until = Day(80) }).Good();
    }

    /// <summary>A kindergarten, which is only listed, and a place to play with somebody there every day.</summary>
    public async Task ChildrenPlaces()
    {
        using var desk = await Hired(Posts.Operator);
        await desk.Put("/learning/children/kg", new { kind = "kindergarten", place = SecondCode, nameZh = "石榴籽幼儿园", leastAge = 3, mostAge = 6, phone = "0571-55501234" }).Good();
        await desk.Put("/learning/children/play", new { kind = "playPlace", place = SecondCode, nameZh = "童趣天地", leastAge = 3, mostAge = 12, places = 6, staffed = true, firstDay = Day(1), from = "14:00", minutes = 120, days = "MO,TU,WE,TH,FR,SA,SU" }).Good();
    }

    /// <summary>A clinic with a doctor of Chinese medicine who is there every morning and afternoon.</summary>
    /// <returns>The login of the worker who keeps it.</returns>
    public async Task<string> Clinic()
    {
        var login = await Hire(Posts.CommunityWorker, at: Second);
        using var worker = await Desk(login);
        await worker.Put("/clinics/yinghu", new { place = SecondCode, nameZh = "映湖卫生站" }).Good();
        await worker.Put("/clinics/yinghu/departments/chinese", new { nameZh = "中医科", about = "失眠、脾胃", position = 1 }).Good();
        var doctor = (await worker.Post("/clinics/yinghu/doctors", new { department = "chinese", name = "白守拙", title = "主任中医师" }).Good()).GetGuid();
        await worker.Post($"/clinics/doctors/{doctor}/shifts", new { days = new[] { 1, 2, 3, 4, 5, 6, 7 }, from = "08:00", until = "17:00", slotMinutes = 60, places = 1 }).Good();
        return login;
    }

    /// <summary>Five scenes for elders and five for children, with something to book at each on every Saturday.</summary>
    /// <returns>The login of the worker who keeps them.</returns>
    public async Task<string> AgeScenes()
    {
        var login = await Hire(Posts.CommunityWorker, at: Second);
        using var worker = await Desk(login);
        foreach (var (code, name, item) in new[]
                 {
                     ("canteen", "邻里食堂", "寿星长桌宴"), ("stage", "文化礼堂", "戏曲下午茶"), ("care", "康养服务中心", "量血压"), ("study", "共享书房", "银龄读报会"), ("trail", "健身步道", "晨练太极"),
                     ("kindergarten", "幼儿园", "开放日"), ("nursery", "托育中心", "亲子抚触"), ("station", "成长驿站", "亲子手工"), ("farm", "小芽儿农场", "小农夫半日"), ("park", "室外微公园", "沙池建筑师"),
                 })
        {
            var elder = code is "canteen" or "stage" or "care" or "study" or "trail";
            await worker.Put($"/age-scenes/{code}", new { place = SecondCode, side = elder ? "elder" : "child", nameZh = name, position = 1 }).Good();
            await worker.Post($"/age-scenes/{code}/items", new { nameZh = item, weekday = 6, from = "09:00", minutes = 60, places = 10 }).Good();
        }

        return login;
    }

    /// <summary>A centre of home care with day care from eleven on.</summary>
    /// <returns>The login of its carer.</returns>
    public async Task<string> CareCentre()
    {
        if (carerLogin is not null)
            return carerLogin;
        var login = await Hire(Posts.CareWorker, at: Second);
        using var carer = await Desk(login);
        await carer.Put("/care-centres/daoxiang", new { place = SecondCode, nameZh = "稻香康养中心", areaM2 = 2800, beds = 36 }).Good();
        await carer.Post("/care-centres/daoxiang/services", new { kind = "dayCare", nameZh = "日间照料", days = new[] { 1, 2, 3, 4, 5, 6, 7 }, from = "11:00", minutes = 300, places = 2 }).Good();
        return carerLogin = login;
    }

    /// <summary>A room of the community centre that people decide the use of, free for those who live there, and nothing loud from nine at night.</summary>
    public async Task Room(string code, string name, int capacity, object terms, params string[] uses)
    {
        using var admin = await Desk(await Hire(Posts.Administrator, at: ScopePath.Root));
        await admin.Put($"/places/spaces/{code}", new { place = SecondCode, nameZh = name, nameEn = name, owner = "和二社区", allowedUses = uses, openingHours = "Mo-Su 07:00-23:00", state = "inUse" }).Good();
        using var desk = await Hired(Posts.Operator);
        await desk.Put($"/bookings/rooms/{code}", new { capacity, setUpMinutes = 30, terms }).Good();
    }

    /// <summary>A shared office with two hot desks, a room by the hour, and a membership of 200 yuan with two hours of it.</summary>
    /// <returns>The login of its staff.</returns>
    public async Task<string> SharedOffice()
    {
        using var admin = await Desk(await Hire(Posts.Administrator, at: ScopePath.Root));
        await admin.Put("/places/spaces/sp-desks", new { place = SecondCode, nameZh = "众创空间", nameEn = "Maker space", owner = "和二社区", allowedUses = new[] { "office" }, openingHours = "Mo-Su 08:00-22:00", state = "inUse" }).Good();
        var login = await Hire(Posts.Operator, at: Second);
        using var staff = await Desk(login);
        await staff.Put("/desks/sp-desks", new { hotDesks = 2, fixedDesks = 1, guestFen = 1500, from = "09:00", noon = "13:00", until = "18:00" }).Good();
        await staff.Post("/desks/sp-desks/rooms", new { nameZh = "听潮小间", seats = 4, guestFen = 3000, from = "09:00", until = "18:00" }).Good();
        await staff.Post("/desks/sp-desks/plans", new { kind = "flex", nameZh = "流动会员", feeFen = 20_000, roomHours = 2, deskFen = 0, roomFen = 1000, seats = 2 }).Good();
        return login;
    }

    /// <summary>A hall for feasts, and the market of five zones in which it is found.</summary>
    public async Task BanquetHall(string space)
    {
        await AsStaff(s => Run(s, new KeepSite(Second, "feast", SiteKind.Banquet, ("家宴中心", "Banquet hall"), "feast-food", "和膳", "dishes", []) { Space = space }), Second);
        using var desk = await Hired(Posts.Operator);
        foreach (var (code, name, icon, order) in new[] { ("party", "党建馆", "flag", 1), ("health", "康养驿", "stethoscope", 2), ("food", "美食汇", "bowl", 3), ("maker", "创智坊", "bulb", 4), ("value", "惠民社", "basket", 5) })
            await desk.Put($"/market/zones/{code}", new
            {
                nameZh = name,
                nameEn = code,
                icon,
                order,
                services = code == "food" ? new[] { new { nameZh = "家宴预订", nameEn = "Feasts", path = "/canteen/banquet" } } : [],
            }).Good();
    }

    /// <summary>A walk with litter pickers from four to five on the greenway where phones are, for which people may sign up; an hour of volunteering earns ten points.</summary>
    public async Task LitterWalk(string title, DateOnly day)
    {
        using var secretary = await Desk(await Hire(Posts.PartySecretary, at: ScopePath.Parse("/hf/", null)));
        await secretary.Put("/ledger/programmes/volunteer", new { nameZh = "志愿服务", nameEn = "Volunteering", place = "/hf/" }).Good();
        await secretary.Put($"/ledger/programmes/volunteer/budgets/{day:yyyyMM}", new { points = 1000 }).Good();
        await secretary.Post("/ledger/earning-rules", new { programme = "volunteer", @event = "volunteer.hour", nameZh = "志愿服务满一小时", nameEn = "An hour of volunteering", points = 10, from = Day(0), proof = "witness", source = "居民代表会议" }).Good();
        using var worker = await Hired(Posts.CommunityWorker);
        var walk = await worker.Post("/volunteering/activities", new
        {
            place = SecondCode,
            title,
            about = "沿两米绿道捡拾垃圾",
            meeting = "湖心广场",
            equipment = "红马甲、夹子、垃圾袋",
            zone = """{"type":"LineString","coordinates":[[120.2147,30.2102],[120.2157,30.2102]]}""",
            tolerance = 20,
            capacity = 20,
            startsAt = LocalTime.At(day, new(16, 0)),
            endsAt = LocalTime.At(day, new(17, 0)),
        }).Good();
        await worker.Post($"/volunteering/activities/{walk.Id()}/open").Good();
    }

    /// <summary>An event of one place on a day ahead at a local time.</summary>
    public async Task<Guid> Event(string title, int ahead, string kind = "culture-tour", int capacity = 1, string from = "09:30")
    {
        using var desk = await Hired(Posts.Operator);
        return (await desk.Post("/bookings/offerings", new { kind, place = SecondCode, titleZh = title, capacity, firstDay = Day(ahead), from, minutes = 90 }).Good()).GetGuid();
    }

    /// <summary>A person of the register who lives with somebody who signed in, and for whom that one speaks: as the parent of a child, or as a child for their parent.</summary>
    public async Task<Guid> Relative(string account, string name, DateOnly born, bool child)
    {
        var id = Guid.CreateVersion7(Clock.GetUtcNow());
        await AsSystem(async services =>
        {
            var db = services.GetRequiredService<LinliDb>();
            var now = Linli.Platform.Data.Clock.Now(Clock);
            var self = await db.Records<Account>().Where(a => a.Id == Guid.Parse(account)).Select(a => a.PersonId).SingleAsync();
            var home = (await services.GetRequiredService<IHomes>().FindLabel("和二-7-502", default))!;
            db.Records<Person>().Add(new() { Id = id, Name = name, BirthDate = born, At = now });
            db.Insert(new HomeTie { Id = Guid.CreateVersion7(now), PersonId = id, HomeId = home.Id.Value, HomeLabel = home.Label, Relation = HomeRelation.Family, Scope = home.Building.Value, Grid = home.Grid?.Value, From = now.AddYears(-1) });
            if (child)
                db.Records<Guardianship>().Add(new() { Id = Guid.CreateVersion7(now), GuardianId = self, ChildId = id, Kind = GuardianKind.Parent, From = now.AddYears(-1) });
            else
                db.Records<FamilyAgency>().Add(new() { Id = Guid.CreateVersion7(now), AgentId = self, PrincipalId = id, Matters = "book view care", From = now.AddDays(-1), AgreedAt = now.AddDays(-1) });
        });
        return id;
    }

    /// <summary>Says how old somebody who signed in is, and what they are called.</summary>
    public Task Born(string account, DateOnly day, string? name = null) => AsSystem(async services =>
    {
        var db = services.GetRequiredService<LinliDb>();
        var person = await db.Records<Account>().Where(a => a.Id == Guid.Parse(account)).Select(a => a.PersonId).SingleAsync();
        var row = await db.Records<Person>().SingleAsync(p => p.Id == person);
        (row.BirthDate, row.Name) = (day, name ?? row.Name);
    });
}

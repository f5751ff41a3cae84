using Linli.Cases;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Governance.Leads;

/// <summary>Leads of the wetland (S100, S101): what machines and other systems believe waits for a person (R14).</summary>
internal static class LeadParts
{
    /// <summary>Look at leads and decide about them: people only.</summary>
    public const string Verify = "governance.leads";

    /// <summary>Pass leads on.</summary>
    public const string Send = "governance.lead-send";

    /// <summary>Write down review, sign and publication of devices.</summary>
    public const string Evidence = "governance.evidence-devices";

    /// <summary>Category of the cases of verified leads.</summary>
    public const string Category = "wetland_lead";

    private const string Rule = "high-camera-";

    /// <summary>AI 高位监控: says what it believes to see, and nothing is believed of it.</summary>
    public static readonly DeviceKind HighCamera = new(
        "high-camera", ("AI 高位监控", "High AI camera"), "camera-search",
        [.. Enum.GetValues<LeadKind>().Select(k => new Measure(CodeOf(k), LeadWords.Of(k), "", 0, 1, MeasureUse.Switch)), new Measure("obscured", ("画面遮挡", "View obscured"), "", 0, 1, MeasureUse.Switch)])
    {
        // People may be in its picture: its alarms are for those who handle them, and for nobody else.
        LeadOnly = true, Personal = true, OfflineAfter = TimeSpan.FromMinutes(30), KeepReadings = TimeSpan.FromDays(30),
    };

    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton(HighCamera).AddScoped<IPersonalData, LeadsPersonalData>()
            .AddSingleton(new CaseType("wetland", ("湿地问题", "Wetland")) { Channels = [CaseChannel.Sensor], ForResidents = false, SceneOnly = true });
        module.Tables(Map).Permissions(
            new Permission(Verify, ("核实线索", "Verify leads"), Posts.DutyOfficer, Posts.Operator) { PeopleOnly = true },
            new Permission(Send, ("上报线索", "Pass leads on"), Posts.Patrol, Posts.DutyOfficer),
            new Permission(Evidence, ("监控设备备案", "Review and publish monitoring devices"), Posts.Operator, Posts.Administrator));
        module.UseCase<SendLeadHandler>().UseCase<DecideLeadHandler>().UseCase<ListLeadsHandler>().UseCase<KeepEvidenceDeviceHandler>();
        module.After<AlarmChanged, LeadOfAlarm>().After<LeadDecided, CaseOfLead>().Publishes<LeadDecided>("linli.lead.decided").Demo<LeadsDemo>(94);
        module.Pages(
            new NavigationItem(Workspace.Staff, "/desk/leads", ("线索核实", "Leads"), "camera-check", Verify, 15),
            new NavigationItem(Workspace.Resident, "/evidence-devices", ("监控设备公示", "Published monitoring devices"), "camera", Access.Public, 980));
    }

    /// <summary>The rules over high cameras of a place.</summary>
    public static IEnumerable<SensingRule> RulesAt(ScopePath place) => Enum.GetValues<LeadKind>().Select(kind => new SensingRule
    {
        Code = Rule + CodeOf(kind), Name = LeadWords.Suspected(kind), Scope = place, Kind = RuleKind.Threshold, Severity = AlarmSeverity.Minor, DeviceKind = HighCamera.Code, Measure = CodeOf(kind), Limit = 1, Side = LimitSide.Above,
    });

    /// <summary>What a rule's alarm believes; <c>null</c> for rules of others.</summary>
    public static LeadKind? KindOf(string rule) =>
        rule.StartsWith(Rule, StringComparison.Ordinal) && Enum.TryParse<LeadKind>(rule[Rule.Length..], ignoreCase: true, out var kind) ? kind : null;

    private static string CodeOf(LeadKind kind) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<Lead>(e =>
        {
            e.ToTable("governance_lead").HasKey(l => l.Id);
            e.Property(l => l.Id).ValueGeneratedNever();
            e.Property(l => l.Device).HasMaxLength(60);
            e.Property(l => l.Reference).HasMaxLength(80);
            e.Property(l => l.Picture).HasMaxLength(300);
            e.Property(l => l.Note).HasMaxLength(500);
            e.Property(l => l.Finding).HasMaxLength(500);
            e.Property(l => l.CaseRefused).HasMaxLength(60);
            e.Property(l => l.State).IsConcurrencyToken();
            e.HasIndex(l => new { l.Inflow, l.Reference }).IsUnique();
            e.HasIndex(l => l.Alarm).IsUnique();
            e.HasIndex(l => new { l.Scope, l.State });
        });
        model.Entity<EvidenceDevice>(e =>
        {
            e.ToTable("governance_evidence_device").HasKey(d => d.Device);
            e.Property(d => d.Device).HasMaxLength(60);
            e.Property(d => d.Place).HasMaxLength(100);
            e.Property(d => d.Review).HasMaxLength(100);
            e.HasIndex(d => d.Scope);
        });
    }
}

/// <summary>Words of leads.</summary>
internal static class LeadWords
{
    public static Phrase Of(LeadKind kind) => kind switch
    {
        LeadKind.Water => ("水污染", "Water pollution"),
        LeadKind.Air => ("空气污染", "Air pollution"),
        LeadKind.Soil => ("土壤污染", "Soil pollution"),
        LeadKind.Building => ("违法建设", "Illegal building"),
        _ => ("非法捕鱼", "Illegal fishing"),
    };

    public static Phrase Suspected(LeadKind kind) => ($"疑似{Of(kind).Zh}（待核实）", $"{Of(kind).En} suspected, to be verified");

    public static Phrase Of(LeadInflow inflow) => inflow switch
    {
        LeadInflow.Platform => ("基层治理四平台", "Grassroots governance platform"),
        LeadInflow.Hotline => ("政务服务热线", "Government hotline"),
        LeadInflow.CityManagement => ("智慧城管", "Smart city management"),
        LeadInflow.Catering => ("餐饮业一体化智治平台", "Catering supervision platform"),
        _ => ("自主巡查", "Own patrols and cameras"),
    };

    public static Phrase Of(LeadState state) => state switch
    {
        LeadState.Waiting => ("待核实", "to be verified"),
        LeadState.Verified => ("已立为事项", "a case"),
        _ => ("不成立", "none"),
    };
}

/// <summary>Who decided about leads: their name goes with their account, the decision stays.</summary>
internal sealed class LeadsPersonalData(LinliDb db) : IPersonalData
{
    public string Module => "leads";

    public Phrase Title => ("线索核实", "Leads");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var decided = await db.Unfiltered<Lead>().AsNoTracking().Where(l => l.DecidedBy != null && subject.Accounts.Contains(l.DecidedBy.Value)).OrderBy(l => l.DecidedAt).ToListAsync(cancel);
        return decided.Count == 0 ? [] :
            [new("decided", ("核实的线索", "Leads decided"), [.. decided.Select(l => new DataValue[] { new("reference", ("编号", "Reference"), l.Reference), DataValue.Instant("decidedAt", ("时间", "When"), l.DecidedAt) })])];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var count = await db.Unfiltered<Lead>().CountAsync(l => l.DecidedBy != null && subject.Accounts.Contains(l.DecidedBy.Value), cancel);
        return count == 0 ? [] : [new(("线索核实结论，不带姓名", "Decisions about leads, without the name"), ("执法线索的处理要能核对", "So that leads of enforcement can be checked"), count)];
    }

    public Task Erase(DataSubject subject, CancellationToken cancel) =>
        db.Unfiltered<Lead>().Where(l => l.DecidedBy != null && subject.Accounts.Contains(l.DecidedBy.Value)).ExecuteUpdateAsync(x => x.SetProperty(l => l.DecidedBy, (Guid?)null), cancel);
}

/// <summary>Two high cameras over the wetland of the demo, one fit to prove something and one not yet, and leads by every way in.</summary>
internal sealed class LeadsDemo(LinliDb db, IScopeTree tree, IDeviceBook book, IRules rules) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (tree.FindCode("hf-3") is not { } place)
            return;
        foreach (var rule in LeadParts.RulesAt(place.Path))
            await rules.Put(rule, cancel);
        var entered = await book.EnterMany(
            [
                new("high-camera-1", "鹭湾湿地北岸高位监控", LeadParts.HighCamera.Code, place.Path) { Place = new(30.1998, 120.2296), Key = DemoDevices.KeyOf("high-camera-1"), InService = true },
                new("high-camera-2", "鹭湾湿地西塘高位监控", LeadParts.HighCamera.Code, place.Path) { Place = new(30.1981, 120.2271), Key = DemoDevices.KeyOf("high-camera-2"), InService = true },
            ], cancel);
        if (!entered.Ok)
            throw new InvalidDataException(entered.Problem.Message.En);
        var today = LocalTime.DateOf(samples.Now);
        db.Insert(new EvidenceDevice
        {
            Device = "high-camera-1", Scope = place.Path.Value, Place = "鹭湾湿地北岸观鸟塔", Longitude = 120.2296, Latitude = 30.1998, ReviewedOn = today.AddDays(-60), Review = "街道综合行政执法队 2026-17 号", MarkedOn = today.AddDays(-50), PublishedOn = today.AddDays(-45),
        });
        db.Insert(new EvidenceDevice { Device = "high-camera-2", Scope = place.Path.Value, Place = "鹭湾湿地西塘", Longitude = 120.2271, Latitude = 30.1981, MarkedOn = today.AddDays(-5) });
        (LeadKind Kind, LeadInflow Inflow, string Note)[] leads =
        [
            (LeadKind.Water, LeadInflow.Platform, "西塘排水口有白沫，网格员路过时看到。"), (LeadKind.Air, LeadInflow.Catering, "塘边饭店油烟在线监测连续超标。"), (LeadKind.Soil, LeadInflow.Hotline, "来电反映有人往地里倒建筑垃圾。"),
            (LeadKind.Building, LeadInflow.CityManagement, "影像比对发现塘边新搭棚屋。"), (LeadKind.Fishing, LeadInflow.Patrol, "夜巡看到有灯光和小船。"),
        ];
        foreach (var (one, n) in leads.Select((l, i) => (l, i)))
        {
            var at = samples.Now.AddHours(-3 - n);
            db.Insert(new Lead
            {
                Id = Guid.CreateVersion7(at), Scope = place.Path.Value, Kind = one.Kind, Inflow = one.Inflow, Reference = $"SD-{n + 1:00}", Note = one.Note, Longitude = 120.2260 + (n * 0.0007), Latitude = 30.1985 + (n * 0.0003),
                SeenAt = at.AddMinutes(-20), At = at, State = LeadState.Waiting,
            });
        }

        await db.SaveChangesAsync(cancel);
    }
}

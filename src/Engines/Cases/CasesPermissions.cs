using Linli.People;
using Linli.Platform.Security;

namespace Linli.Cases;

/// <summary>What may be done with cases, and by which posts unless a community says otherwise.</summary>
public static class CasesPermissions
{
    public const string Inbox = "cases.inbox";
    public const string Read = "cases.read";
    public const string Confidential = "cases.confidential";
    public const string Log = "cases.log";
    public const string Accept = "cases.accept";
    public const string Dispatch = "cases.dispatch";
    public const string Handle = "cases.handle";
    public const string Supervise = "cases.supervise";
    public const string Decide = "cases.decide";
    public const string Merge = "cases.merge";
    public const string Mediate = "cases.mediate";
    public const string Statistics = "cases.statistics";
    public const string Export = "cases.export";
    public const string Rules = "cases.rules";
    public const string Templates = "cases.templates";
    public const string Contact = "cases.contact";
    public const string Import = "cases.import";

    internal static readonly Permission[] All =
    [
        new(Inbox, ("打开待办", "Open the inbox"), [.. Posts.Staff, Posts.PropertyClerk, Posts.PropertyRepair, Posts.Merchant]),
        new(Read, ("查看事项", "See cases"), [.. Posts.Staff, Posts.PropertyClerk]),
        new(Confidential, ("查看保密事项", "See confidential cases"), Posts.Mediator),
        new(Log, ("登记来电来访", "Log calls and visits"), Posts.DeskClerk, Posts.CommunityWorker, Posts.GridSteward, Posts.GridLeader, Posts.PropertyClerk, Posts.Mediator),
        new(Accept, ("受理", "Accept"), Posts.DeskClerk, Posts.CommunityWorker, Posts.GridSteward, Posts.GridLeader, Posts.Dispatcher),
        new(Dispatch, ("派发", "Dispatch"), Posts.DeskClerk, Posts.CommunityWorker, Posts.Dispatcher, Posts.StreetOfficer, Posts.GridLeader),
        new(Handle, ("办理与答复", "Handle and answer"),
            Posts.GridSteward, Posts.GridLeader, Posts.CommunityWorker, Posts.DeskClerk, Posts.PropertyClerk, Posts.PropertyRepair, Posts.Merchant, Posts.Mediator, Posts.StreetOfficer),
        new(Supervise, ("督办", "Supervise"), Posts.StreetOfficer, Posts.PartySecretary, Posts.Dispatcher),
        new(Decide, ("审批延期", "Decide on extensions"), Posts.Dispatcher, Posts.PartySecretary, Posts.StreetOfficer),
        new(Merge, ("合并重复件", "Merge duplicates"), Posts.DeskClerk, Posts.CommunityWorker, Posts.Dispatcher, Posts.GridLeader),
        new(Mediate, ("人民调解", "Mediate"), Posts.Mediator),
        new(Statistics, ("查看统计", "See statistics"), [.. Posts.Staff, Posts.PropertyClerk]),
        new(Export, ("导出", "Export"), Posts.Dispatcher, Posts.Operator, Posts.PartySecretary, Posts.StreetOfficer, Posts.DeskClerk),
        new(Rules, ("维护时限与分类", "Keep clocks and categories"), Posts.Administrator, Posts.StreetOfficer),
        new(Templates, ("维护常用答复", "Keep answer templates"), Posts.DeskClerk, Posts.CommunityWorker, Posts.Dispatcher, Posts.StreetOfficer, Posts.Operator, Posts.Administrator),
        new(Contact, ("查看联系方式", "See contact details"), Posts.DeskClerk, Posts.CommunityWorker, Posts.GridSteward, Posts.Mediator),
        new(Import, ("导入历史件", "Import cases"), Posts.Administrator, Posts.Operator),
    ];
}

using Linli.Cases;
using Linli.Neighbours.Clubs;
using Linli.Neighbours.Friends;
using Linli.Neighbours.Goodwill;
using Linli.Neighbours.Privacy;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Neighbours;

/// <summary>
/// Neighbours (邻里): the residents' parlour, mediation when talking alone did not help, and meeting neighbours and clubs, for
/// those who want it only.
/// </summary>
public sealed class NeighboursModule : IModule
{
    /// <inheritdoc/>
    public string Name => "neighbours";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton(new CaseType("mediation", ("邻里调解", "Mediation")) { Confidential = true });
        module.Services.AddScoped<ClubEnding>().AddScoped<IPersonalData, NeighboursPersonalData>().AddScoped<IPersonalData, VisitsPersonalData>().AddScoped<IPersonalData, PairingsPersonalData>();
        module.Services.Configure<NeighboursOptions>(module.Configuration.GetSection(NeighboursOptions.Section));
        module.Tables(NeighboursModel.Map).Permissions(NeighboursPermissions.All);
        module.UseCase<OptInHandler>().UseCase<OptOutHandler>().UseCase<FindNeighboursHandler>()
            .UseCase<GreetHandler>().UseCase<MyGreetingsHandler>().UseCase<DecideGreetingHandler>().UseCase<BlockNeighbourHandler>()
            .UseCase<StartClubHandler>().UseCase<ReviewClubHandler>().UseCase<NameOrganiserHandler>().UseCase<ListClubsHandler>().UseCase<OpenClubHandler>()
            .UseCase<JoinClubHandler>().UseCase<MyNicknameHandler>().UseCase<LeaveClubHandler>();
        module.Publishes<ClubChanged>("linli.club.changed").Job<RemoveMovedAway>(TimeSpan.FromHours(6)).Job<WatchOrganisers>(TimeSpan.FromHours(6)).Demo<NeighboursDemo>(60);
        CareParts.Declare(module);
        GoodwillParts.Declare(module);
        Volunteering.VolunteerParts.Declare(module);
        Points.PointsParts.Declare(module);
        Clubs.Meetings.MeetingParts.Declare(module);
        Culture.CultureParts.Declare(module);
        module.Pages(new NavigationItem(Workspace.Staff, "/desk/clubs", ("社群审核", "Clubs"), "users-group", NeighboursPermissions.Clubs, 320, NavigationSection.Offers))
            .Tile(new("/neighbours", ("邻里", "Neighbours"), ("找朋友、社群、调解", "Friends, clubs, mediation"), "users-group", 10));
    }
}

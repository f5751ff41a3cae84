using Linli.Bookings;
using Linli.CameraSimulator;
using Linli.Cases;
using Linli.CitySimulator;
using Linli.Cockpit;
using Linli.Deliberation;
using Linli.Enterprise;
using Linli.Governance;
using Linli.Gb26875;
using Linli.Hall;
using Linli.Health;
using Linli.Hj212;
using Linli.Jt808;
using Linli.Learning;
using Linli.Ledger;
using Linli.LowCarbon;
using Linli.MachineSimulator;
using Linli.Market;
using Linli.Mobility;
using Linli.Mqtt;
using Linli.Neighbours;
using Linli.Notices;
using Linli.OgcFeatures;
using Linli.Open311;
using Linli.PaySimulator;
using Linli.People;
using Linli.Places;
using Linli.Platform.Modules;
using Linli.RabbitMq;
using Linli.Scim;
using Linli.Sensing;
using Linli.SensorThings;
using Linli.Services;
using Linli.WeChatPay;

namespace Linli.Server;

/// <summary>The one list of what Linli consists of; web, command line, migrations and tests all use it.</summary>
public static class Modules
{
    /// <summary>Lower floors first.</summary>
    public static IReadOnlyList<IModule> All { get; } =
    [
        new PlacesModule(),
        new PeopleModule(),
        new NoticesModule(),
        new LedgerModule(),
        new CasesModule(),
        new BookingsModule(),
        new DeliberationModule(),
        new MarketModule(),
        new SensingModule(),
        new GovernanceModule(),
        new NeighboursModule(),
        new ServicesModule(),
        new HallModule(),
        new LearningModule(),
        new LowCarbonModule(),
        new MobilityModule(),
        new HealthModule(),
        new EnterpriseModule(),
        new CockpitModule(),
        new Open311Module(),
        new OgcFeaturesModule(),
        new ScimModule(),
        new MqttModule(),
        new RabbitMqModule(),
        new SensorThingsModule(),
        new CitySimulatorModule(),
        new MachineSimulatorModule(),
        new CameraSimulatorModule(),
        new WeChatPayModule(),
        new PaySimulatorModule(),
        new Jt808Module(),
        new Gb26875Module(),
        new Hj212Module(),
    ];
}
